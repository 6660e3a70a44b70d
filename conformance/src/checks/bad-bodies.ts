import { operations, type RequestSchema, requestSchemas } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import type { CheckContext } from '../context/context.ts';
import { asTime } from '../context/times.ts';
import type { JsonObject } from '../message/exchange.ts';
import { pathOf } from '../message/paths.ts';
import { json } from '../message/request.ts';
import type { BadRequest } from './bad-requests.ts';

/** A change that makes one field of a body invalid. */
interface Violation {
  field: string;
  what: string;
  /** Undefined leaves the field out. */
  value: unknown;
}

/** How many pairs of violations are tried for each operation, beside every single violation. */
const PAIRS = 8;

/** Bodies for create and deactivate that violate the schemas of the contract: each constraint by itself, and random pairs. */
export function badBodies(context: CheckContext, id: string): BadRequest[] {
  const deactivation = () => ({ status: 'inactive', deactivated_at: asTime(Date.now()) });
  return [
    ...badBodiesOf(context, 'createCode', 'POST', operations.createCode.path, () => context.freshBody()),
    ...badBodiesOf(context, 'deactivateCode', 'PUT', pathOf(id), deactivation),
  ];
}

function badBodiesOf(
  context: CheckContext,
  operation: keyof typeof requestSchemas,
  method: string,
  path: string,
  validBody: () => object,
): BadRequest[] {
  const single = violationsOf(requestSchemas[operation]);
  const chosen = [...single.map((one) => [one]), ...randomPairs(single, context.run.options.seed)];
  return chosen.map((violations) => ({
    what: `${operation} with ${violations.map(({ what }) => what).join(' and ')}`,
    spec: { method, path, ...json(apply(validBody(), violations)) },
  }));
}

/** A violation of each constraint in a schema. */
function violationsOf({ properties = {}, required = [], additionalProperties }: RequestSchema): Violation[] {
  const fields = Object.entries(properties).flatMap(([field, schema]) => fieldViolations(field, schema));
  const missing = required.map((field) => ({ field, what: `no ${field}`, value: undefined }));
  const extra = additionalProperties === false ? [{ field: 'extra', what: 'an unknown field', value: 1 }] : [];
  return [...fields, ...missing, ...extra];
}

function fieldViolations(
  field: string,
  { type, const: fixed, format, pattern, minLength, maxLength }: RequestSchema,
): Violation[] {
  const values: [string, unknown][] = [];
  if (type === 'string') values.push(['a number', 7], ['null', null], ['a list', ['a']], ['an object', { a: {} }]);
  if (fixed !== undefined) values.push(['another value', `not-${fixed}`]);
  if (minLength) values.push(['an empty text', '']);
  if (maxLength) values.push(['too long a text', 'A'.repeat(maxLength + 1)], ['far too long a text', 'A'.repeat(5000)]);
  if (pattern) values.push(['other characters', 'a b/ä']);
  if (format === 'date-time')
    values.push(
      ['a text that is no time', 'soon'],
      ['an impossible time', '2026-02-31T25:61:61Z'],
      ['a time in the far future', '+275760-09-13T00:00:00Z'],
    );
  return values.map(([what, value]) => ({ field, what: `${what} for ${field}`, value }));
}

/** Some random pairs of violations of different fields. */
function randomPairs(single: readonly Violation[], seed: number): Violation[][] {
  const pairs = single.flatMap((one, index) =>
    single
      .slice(index + 1)
      .filter(({ field }) => field !== one.field)
      .map((other) => [one, other]),
  );
  const some = fc.shuffledSubarray(pairs, { minLength: PAIRS, maxLength: PAIRS });
  return fc.sample(some, { seed, numRuns: 1 }).flat();
}

const apply = (body: object, violations: readonly Violation[]): JsonObject => ({
  ...body,
  ...Object.fromEntries(violations.map(({ field, value }) => [field, value])),
});
