import type { OperationId, RuleId, ValidationError } from '@referral-codes/sdk/contract';
import type { Flaw, Refusal } from './refusal.ts';

/** More than this helps nobody who reads it. */
const MOST_FLAWS = 20;

/** A 400 that says what is wrong where. */
export function invalidRequest(operation: OperationId, errors: readonly ValidationError[]): Refusal {
  const flaws = errors.slice(0, MOST_FLAWS).map(flawOf);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const { pointer, detail } = flaws[0]!;
  const subject = pointer === '#' ? 'The body' : nameIn(pointer);
  return {
    problem: 'invalid-request',
    detail: `${subject} ${detail}${more}.`,
    rule: broken[operation]?.(errors[0]!),
    errors: flaws,
  };
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

function flawOf({ instancePath, keyword, params, message = 'is not valid' }: ValidationError): Flaw {
  const within = (name: unknown) => pointerTo(`${instancePath}/${escapeToken(String(name))}`);
  if (keyword === 'required') return { pointer: within(params.missingProperty), detail: 'is required' };
  if (keyword === 'additionalProperties')
    return { pointer: within(params.additionalProperty), detail: 'is not a field of this request' };
  if (keyword === 'const')
    return { pointer: pointerTo(instancePath), detail: `must be ${JSON.stringify(params.allowedValue)}` };
  return { pointer: pointerTo(instancePath), detail: message };
}

const nameIn = (pointer: string): string =>
  decodeURIComponent(pointer.slice(2)).replaceAll('~1', '/').replaceAll('~0', '~');

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A lone surrogate has no place in a URI. */
const pointerTo = (pointer: string): string =>
  `#${encodeURIComponent(pointer.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('%2F', '/')}`;
