export * from './generated/client.ts';
export { examples } from './generated/examples.ts';
export * from './generated/operations.ts';
export * from './generated/requests.ts';
export * from './generated/rules.ts';
export type { components, paths } from './generated/schema.ts';
export { queryValidators, type ValidationError, type Validator, validators } from './generated/validators.ts';
