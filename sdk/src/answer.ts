import { failure } from './errors.ts';
import { calls, PROBLEM_URN } from './generated/calls.ts';
import type { OperationId, ProblemSlug, Problems } from './generated/operations.ts';

/** The value of an answer, or throws the error it stands for. The body is what was read, whatever Content-Length said. */
export function readAnswer(operation: OperationId, response: Response, text: string): unknown {
  const body = parse(text);
  const facts = { operation, response } as const;
  if (response.ok) {
    if (typeof body === 'object' && body !== null) return body;
    throw failure(`${response.status} with a body that is no JSON object: ${excerpt(text)}`, {
      ...facts,
      kind: 'malformed-body',
    });
  }
  const problem = body as Problems[ProblemSlug] | null | undefined;
  const slug = calls[operation].problems.find((candidate) => problem?.type === PROBLEM_URN + candidate);
  if (slug && problem)
    throw failure(`${response.status} ${slug}: ${problem.detail}`, { ...facts, kind: 'problem', slug, problem });
  throw failure(`${response.status}, which the contract does not list: ${excerpt(text)}`, {
    ...facts,
    kind: 'unexpected-status',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const excerpt = (text: string): string => (text ? JSON.stringify(text.slice(0, 200)) : 'an empty body');
