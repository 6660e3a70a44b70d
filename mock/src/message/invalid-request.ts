import type { OperationId, RuleId, ValidationError } from '@referral-codes/sdk/contract';
import type { FieldError, ProblemDetails } from './problem.ts';

/** More than this helps nobody who reads it. */
const MOST_FLAWS = 20;

/** A 400 that says what is wrong where. */
export function invalidRequest(operation: OperationId, errors: readonly ValidationError[]): ProblemDetails {
  return { ...invalidRequestProblem(errors), rule: broken[operation]?.(errors[0]!) };
}

/** The same for a request that is no operation's. */
export function invalidRequestProblem(errors: readonly ValidationError[]): ProblemDetails {
  const flaws = errors.slice(0, MOST_FLAWS).map((error): FieldError => {
    const property = propertyOf(error);
    const within = property === undefined ? '' : `/${escapeToken(property)}`;
    return { pointer: pointerTo(error.instancePath + within), detail: detailOf(error) };
  });
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const { pointer, detail } = flaws[0]!;
  const subject = pointer === '#' ? 'The body' : nameIn(pointer);
  return { problem: 'invalid-request', detail: `${subject} ${detail}${more}.`, errors: flaws };
}

/** Which rule an invalid request breaks, by the first error. Paths are not validated: an ill-formed id names no record. */
const broken: Partial<Record<OperationId, (error: ValidationError) => RuleId>> = {
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

/** What is wrong, in words that follow the name of what it is wrong with; `named` where that is the object around it. */
export function detailOf(error: ValidationError, named = false): string {
  const { keyword, params, message = 'is not valid' } = error;
  const subject = named ? `${propertyOf(error)} ` : '';
  if (keyword === 'required') return `${subject}is required`;
  if (keyword === 'additionalProperties') return `${subject}is not a field of this`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'format') return 'must be an RFC 3339 time with a zone, such as 2026-01-10T09:00:00Z';
  return message;
}

/** The property an error is about where its path leads only to the object around it. */
function propertyOf({ keyword, params }: ValidationError): string | undefined {
  if (keyword === 'required') return String(params.missingProperty);
  if (keyword === 'additionalProperties') return String(params.additionalProperty);
  return undefined;
}

const nameIn = (pointer: string): string =>
  decodeURIComponent(pointer.slice(2)).replaceAll('~1', '/').replaceAll('~0', '~');

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A lone surrogate has no place in a URI. */
const pointerTo = (pointer: string): string =>
  `#${encodeURIComponent(pointer.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('%2F', '/')}`;
