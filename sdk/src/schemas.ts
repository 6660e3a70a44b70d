export * from './generated/schemas.ts';
export { responseSchemas } from './response-schemas.ts';
export type { Issue, StandardSchema } from './standard-schema.ts';
