import type { Success } from './answer.ts';
import { failure } from './errors.ts';
import type { OperationId } from './generated/operations.ts';
import { guarded } from './hooks.ts';
import type { ClientOptions } from './options.ts';

/** Holds the body of a success against its schema, as far as the client was told to. */
export function validated({ validate, schemas, onInvalid }: ClientOptions, operation: OperationId, success: Success) {
  if (!validate || validate === 'off') return success;
  const result = schemas?.responses[operation]['~standard'].validate(success.value);
  if (!result || !('issues' in result)) return success;
  const { issues } = result;
  const { value, response } = success;
  if (validate === 'report') guarded(onInvalid, { operation, issues, value, response });
  else {
    const list = issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
    throw failure(`${response.status} with a body that breaks the contract: ${list}`, {
      kind: 'malformed-body',
      operation,
      response,
      cause: issues,
    });
  }
  return success;
}
