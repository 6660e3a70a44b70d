export { createReferralCodes, type ReferralCodes } from './client.ts';
export {
  type ErrorOf,
  isProblem,
  isReferralCodesError,
  type MalformedBody,
  type NoAnswer,
  type ReferralCodesError,
  type Refusal,
  type UnexpectedStatus,
} from './errors.ts';
export type { OperationProblems } from './generated/calls.ts';
export type * from './generated/client.ts';
export type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';
export type * from './options.ts';
