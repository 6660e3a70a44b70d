import { examples, PROBLEM_URN, type ProblemSlug, problems } from '@referral-codes/sdk/contract';

const DETAIL = 'An armed fault made the mock send this response.';

/** What the contract requires of a problem beside type, title, status and detail. */
const REQUIRED: Partial<Record<ProblemSlug, object>> = {
  'invalid-request': { errors: [{ pointer: '#', detail: DETAIL }] },
  'code-taken': { record_id: examples.getRecord.response.id },
  'active-code-exists': { record_id: examples.getRecord.response.id },
};

/** The body with which a fault reports a problem of the contract. @param members replace or complete those of the mock. */
export function problemBody(
  problem: ProblemSlug,
  members: Readonly<Record<string, unknown>> = {},
): { status: number; [name: string]: unknown } {
  const { status, title } = problems[problem];
  return { type: PROBLEM_URN + problem, title, detail: DETAIL, ...REQUIRED[problem], ...members, status };
}
