import type { OperationId, RuleId, ValidationError } from '@referral-codes/sdk/contract';
import type { FieldError, ProblemDetails } from './problem.ts';

/** The largest number of errors that a problem lists. */
const MOST_ERRORS = 20;

/** The problem of a request that breaks the schema of an operation. */
export function invalidRequest(operation: OperationId, errors: readonly ValidationError[]): ProblemDetails {
  const [first] = errors;
  return { ...invalidRequestProblem(errors), rule: first && brokenRule[operation]?.(first) };
}

/** The problem of an invalid request, without a rule. */
function invalidRequestProblem(errors: readonly ValidationError[]): ProblemDetails {
  const fieldErrors = errors.slice(0, MOST_ERRORS).map((error): FieldError => {
    const property = propertyOf(error);
    const within = property === undefined ? '' : `/${escapeToken(property)}`;
    return { pointer: pointerTo(error.instancePath + within), detail: detailOf(error) };
  });
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const { pointer = '#', detail = 'is not valid' } = fieldErrors[0] ?? {};
  const subject = pointer === '#' ? 'The body' : nameIn(pointer);
  return { problem: 'invalid-request', detail: `${subject} ${detail}${more}.`, errors: fieldErrors };
}

/** The rule that an invalid request breaks, by its first error. Paths are not validated: no record has an ill-formed id. */
const brokenRule: Partial<Record<OperationId, (error: ValidationError) => RuleId>> = {
  listRecords: () => 'list-refuses-bad-paging',
  getActiveCode: () => 'active-needs-mentor-and-org',
  findByCode: () => 'lookup-needs-code',
  createCode: ({ keyword, instancePath }) => {
    if (keyword === 'json') return 'create-refuses-malformed-json';
    if (keyword === 'required') return 'create-refuses-missing-field';
    if (keyword === 'additionalProperties') return 'create-refuses-unknown-fields';
    if (keyword !== 'type') return 'create-refuses-bad-values';
    return instancePath === '' ? 'create-refuses-non-object' : 'create-refuses-wrong-type';
  },
  deactivateCode: ({ keyword }) => (keyword === 'const' ? 'deactivation-is-final' : 'deactivate-refuses-bad-body'),
};

/**
 * Describes an error, in words that follow the name of the invalid value.
 * @param named whether to begin with the name of the property, if the error's path ends at the object around it.
 */
export function detailOf(error: ValidationError, named = false): string {
  const { keyword, params, message = 'is not valid' } = error;
  const subject = named ? `${propertyOf(error)} ` : '';
  if (keyword === 'required') return `${subject}is required`;
  if (keyword === 'additionalProperties') return `${subject}is not allowed here`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'format') return 'must be an RFC 3339 time with a zone, such as 2026-01-10T09:00:00Z';
  return message;
}

/** The property that an error is about, if the error's path ends at the object around it. */
function propertyOf({ keyword, params }: ValidationError): string | undefined {
  if (keyword === 'required') return String(params.missingProperty);
  if (keyword === 'additionalProperties') return String(params.additionalProperty);
  return undefined;
}

const nameIn = (pointer: string): string =>
  decodeURIComponent(pointer.slice(2)).replaceAll('~1', '/').replaceAll('~0', '~');

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A pointer as a URI fragment. A URI cannot encode a lone surrogate. */
const pointerTo = (pointer: string): string =>
  `#${encodeURIComponent(pointer.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('%2F', '/')}`;
