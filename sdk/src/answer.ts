import { failure, type ReferralCodesError } from './errors.ts';
import { calls, PROBLEM_URN } from './generated/calls.ts';
import type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';
import { isObject } from './is-object.ts';
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
  if (doubt && method === 'DELETE' && response.status === 404) throw deletedInDoubt(error);
  throw error;
}

function isPromised(operation: OperationId, body: unknown): body is object {
  return isObject(body) && (!calls[operation].paged || (Array.isArray(body.data) && isObject(body.pagination)));
}

function refusal(operation: OperationId, response: Response, body: unknown, text: string): ReferralCodesError {
  const problem = body as Problems[ProblemSlug] | null | undefined;
  const slug = calls[operation].problems.find((candidate) => problem?.type === PROBLEM_URN + candidate);
  const { status } = response;
  return slug && problem
    ? failure(`${status} ${slug}: ${problem.detail}`, { kind: 'problem', operation, response, slug, problem })
    : failure(`${status}, not as the contract has it: ${excerpt(text)}`, {
        kind: 'unexpected-status',
        operation,
        response,
      });
}

/** A delete that is answered 404 after an attempt that may have deleted the record. */
function deletedInDoubt(cause: ReferralCodesError): ReferralCodesError {
  const { operation, response } = cause;
  const message = 'the record is gone, but whether this call deleted it or another one is not known';
  return failure(message, { kind: 'outcome-unknown', operation, response, gone: cause.kind === 'problem', cause });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const excerpt = (text: string): string => (text ? JSON.stringify(text.slice(0, 200)) : 'an empty body');
