export { createReferralCodes, type ReferralCodes } from './client.ts';
export {
  type ErrorOf,
  isProblem,
  isReferralCodesError,
  type NoResponseError,
  type OutcomeUnknownError,
  orNull,
  type PlainError,
  type ProblemBody,
  type ProblemError,
  ReferralCodesError,
  type Result,
  type UnexpectedResponseError,
} from './errors.ts';
export type { OperationId, OperationProblems, ProblemSlug } from './generated/calls.ts';
export type * from './generated/client.ts';
export type { Problems } from './generated/operations.ts';
export type * from './options.ts';
export type { Paged } from './pages.ts';
export { responseOf } from './response.ts';
export { resultsOf } from './results.ts';
