import { type OperationId, operations } from '@referral-codes/sdk/contract';
import { InputError } from '../errors.ts';
import type { Effect } from '../faults/fault.ts';
import type { DrawnFaults } from '../faults/faults.ts';
import { preferredFault } from '../faults/prefer.ts';
import type { ReadBody } from '../message/body.ts';
import { parseJson } from '../message/json.ts';
import { isProblem, type ProblemDetails } from '../message/problem.ts';
import type { MockRequest } from '../message/request.ts';
import type { Session } from '../session.ts';

/** The request for which faults are drawn. */
interface Context {
  readonly session: Session;
  readonly request: MockRequest;
  readonly readBody: ReadBody;
}

/**
 * Draws the faults for a request: those that are armed, and the one that it asks for itself. Reads the body only if the pair of a
 * fault may be in it. Returns a problem if the request asks for a fault that does not exist.
 */
export async function drawFaults(
  { session, request, readBody }: Context,
  operation: OperationId,
  { path, search }: { readonly path: Readonly<Record<string, string>>; readonly search: string },
): Promise<DrawnFaults | ProblemDetails | undefined> {
  const preferred = session.preferFaults ? readPreferred(request) : {};
  if (isProblem(preferred)) return preferred;
  const bytes = session.faults.needBody && operations[operation].body !== null ? await readBody() : undefined;
  const header = (name: string) => request.header(name);
  return session.faults.draw({ operation, path, search, header, body: bytes && parseJson(bytes) }, preferred.effect);
}

/** The fault that a request asks for, if it asks for one. */
function readPreferred(request: MockRequest): { effect?: Effect | undefined } | ProblemDetails {
  try {
    return { effect: preferredFault(request.header('prefer')) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const detail = `The header Prefer does not name a fault: ${error.message}`;
    return { problem: 'invalid-request', detail, errors: [{ pointer: '#', detail }] };
  }
}

/** Reads the body once, however often it is asked for. */
export function once(readBody: ReadBody): ReadBody {
  let bytes: ReturnType<ReadBody> | undefined;
  return () => {
    bytes ??= readBody();
    return bytes;
  };
}
