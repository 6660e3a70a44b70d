export * from './generated/schemas.ts';
export type { Issue, StandardSchema } from './standard-schema.ts';
