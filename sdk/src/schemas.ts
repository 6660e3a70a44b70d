export * from './generated/schemas.ts';
export { responseSchemas } from './response-schemas.ts';
export { type AnySchema, type Issue, type StandardSchema, withMessages } from './standard-schema.ts';
