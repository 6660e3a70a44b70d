import { failure, outcomeUnknown, type ReferralCodesError } from './errors.ts';
import { calls, PROBLEM_URN } from './generated/calls.ts';
import type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';
import { guarded } from './hooks.ts';
import { isObject } from './is-object.ts';
import type { ClientOptions } from './options.ts';
import type { Answer, Journey } from './retry.ts';

/** The body of a success, and the answer it came with. */
export interface Success {
  value: object;
  response: Response;
}

/** The value of an answer, or throws the error it stands for. The body is what was read, whatever Content-Length said. */
export function readAnswer({ operation, method }: Journey, { response, text, doubt }: Answer): Success {
  const body = parse(text);
  if (response.ok) {
    if (isPromised(operation, body)) return { value: body, response };
    throw failure(`${response.status} without the body of the contract: ${excerpt(text)}`, {
      kind: 'malformed-body',
      operation,
      response,
    });
  }
  const error = refusal(operation, response, body, text);
  if (!doubt || method !== 'DELETE' || response.status !== 404) throw error;
  const gone = error.kind === 'problem';
  throw outcomeUnknown('whether this call or another one deleted the record is not known', error, gone);
}

/** Holds a success to its schema, if the client is told to. */
export function verify(
  { validate, schemas, onInvalid }: ClientOptions,
  operation: OperationId,
  success: Success,
): void {
  const { issues: cause } = (validate !== 'off' && schemas?.[operation]['~standard'].validate(success.value)) || {};
  if (!cause) return;
  const [first] = cause;
  const { response } = success;
  const message = `the body does not keep its schema: ${first?.path?.join('/')} ${first?.message}`;
  const error = failure(message, { kind: 'malformed-body', operation, response, cause });
  if (validate === 'throw') throw error;
  guarded(onInvalid, error);
}

function isPromised(operation: OperationId, body: unknown): body is object {
  return isObject(body) && (!calls[operation].paged || isPage(body));
}

/** Whether a body has what iterating over pages relies on. */
function isPage({ data, pagination }: Record<string, unknown>): boolean {
  const { limit, total } = isObject(pagination) ? pagination : {};
  return Array.isArray(data) && data.every(isObject) && Number.isInteger(limit) && Number.isInteger(total);
}

function refusal(
  operation: OperationId,
  response: Response,
  body: unknown,
  text: string | undefined,
): ReferralCodesError {
  const problem = body as Problems[ProblemSlug] | null | undefined;
  const slug = calls[operation].problems.find((candidate) => problem?.type === PROBLEM_URN + candidate);
  const { status } = response;
  if (!slug || !problem) {
    // In a page, a redirect has no status.
    const redirect =
      /^(0|30[12378])$/.test(`${status}`) && 'a redirect, which is not followed; baseUrl may have to change';
    const message = `${status}, ${redirect || 'not as the contract has it'}: ${excerpt(text)}`;
    return failure(message, { kind: 'unexpected-status', operation, response });
  }
  // Anything may stand there, also what throws when it is made a text.
  const detail = typeof problem.detail === 'string' ? problem.detail.slice(0, 200) : excerpt(text);
  return failure(`${status} ${slug}: ${detail}`, { kind: 'problem', operation, response, slug, problem });
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text!);
  } catch {
    return undefined;
  }
}

function excerpt(text: string | undefined): string {
  if (text === undefined) return 'a body of more than 8 MiB';
  return text ? JSON.stringify(text.slice(0, 200)) : 'an empty body';
}
