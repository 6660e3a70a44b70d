import { bodyLimit, operations, type RequestSchema, requestSchemas } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import { type CheckContext, json } from '../context/context.ts';
import { asTime } from '../context/times.ts';
import { TransportError } from '../errors.ts';
import type { RequestSpec } from '../http/transport.ts';
import type { Loose, ReceivedResponse } from '../message/exchange.ts';
import { pathOf, search } from '../message/paths.ts';

/** One way to spoil one field: an undefined value leaves it out. */
interface Spoilt {
  field: string;
  what: string;
  value: unknown;
}

/** Strings that have broken servers before. */
const HOSTILE: readonly string[] = [
  "' OR '1'='1",
  "'; DROP TABLE records; --",
  '$(sleep 1)',
  '`id`',
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant for the template engines of others.
  '${7*7}',
  '<%= 7*7 %>',
  '../../etc/passwd',
  '%2e%2e%2f',
  '\u0000',
  '\uD800',
  '\u202Eadmin',
  '👩‍👩‍👧‍👦',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '{"$gt":""}',
  '1e309',
  '-0',
  '\r\nSet-Cookie: a=b',
];

/** Each constraint of a schema's fields, broken one at a time. */
function spoilt({ properties = {}, required = [], additionalProperties }: RequestSchema): Spoilt[] {
  const fields = Object.entries(properties).flatMap(([field, schema]) => spoiltField(field, schema));
  const missing = required.map((field) => ({ field, what: `no ${field}`, value: undefined }));
  const extra = additionalProperties === false ? [{ field: 'extra', what: 'a field nobody knows', value: 1 }] : [];
  return [...fields, ...missing, ...extra];
}

function spoiltField(
  field: string,
  { type, const: fixed, format, pattern, minLength, maxLength }: RequestSchema,
): Spoilt[] {
  const values: [string, unknown][] = [];
  if (type === 'string') values.push(['a number', 7], ['null', null], ['a list', ['a']], ['an object', { a: {} }]);
  if (fixed !== undefined) values.push(['another value', `not-${fixed}`]);
  if (minLength) values.push(['nothing', '']);
  if (maxLength) values.push(['too long a text', 'A'.repeat(maxLength + 1)], ['far too long a text', 'A'.repeat(5000)]);
  if (pattern) values.push(['other characters', 'a b/ä']);
  if (format === 'date-time')
    values.push(
      ['no time', 'soon'],
      ['an impossible time', '2026-02-31T25:61:61Z'],
      ['a time far off', '+275760-09-13T00:00:00Z'],
    );
  return values.map(([what, value]) => ({ field, what: `${what} for ${field}`, value }));
}

const spoil = (body: object, ...changes: Spoilt[]): Loose => ({
  ...body,
  ...Object.fromEntries(changes.map(({ field, value }) => [field, value])),
});

/** A request that a server should refuse, and why. */
export interface Bad {
  what: string;
  sent: RequestSpec;
}

const post = (
  what: string,
  body: string | Uint8Array<ArrayBuffer>,
  type: string | undefined = 'application/json',
): Bad => ({
  what,
  sent: { method: 'POST', path: operations.createCode.path, headers: type ? { 'content-type': type } : {}, body },
});

/** Bodies for create and deactivate that break the contract's schemas, one constraint at a time, and some of them two. */
export function badBodies(context: CheckContext, id: string, pairs = 8): Bad[] {
  const valid = {
    createCode: () => context.freshBody(),
    deactivateCode: () => ({ status: 'inactive', deactivated_at: asTime(Date.now()) }),
  };
  const send = { createCode: 'POST', deactivateCode: 'PUT' } as const;
  return (['createCode', 'deactivateCode'] as const).flatMap((operation) => {
    const single = spoilt(requestSchemas[operation]);
    const twos = single.flatMap((one, index) =>
      single
        .slice(index + 1)
        .filter(({ field }) => field !== one.field)
        .map((other) => [one, other]),
    );
    const some = fc.sample(fc.shuffledSubarray(twos, { minLength: pairs, maxLength: pairs }), {
      seed: context.session.options.seed,
      numRuns: 1,
    })[0]!;
    return [...single.map((one) => [one]), ...some].map((changes) => ({
      what: `${operation} with ${changes.map(({ what }) => what).join(' and ')}`,
      sent: {
        method: send[operation],
        path: operation === 'createCode' ? operations.createCode.path : pathOf(id),
        ...json(spoil(valid[operation](), ...changes)),
      },
    }));
  });
}

/** Hostile strings wherever a client can put one. */
export function hostileStrings(context: CheckContext): Bad[] {
  const { path: collection } = operations.listRecords;
  return HOSTILE.flatMap((text, index) => {
    const field = (['mentor_id', 'org_id', 'code'] as const)[index % 3]!;
    const name = JSON.stringify(text);
    const get = (what: string, path: string): Bad => ({ what: `${what} ${name}`, sent: { method: 'GET', path } });
    return [
      post(`${field} ${name}`, JSON.stringify({ ...context.freshBody(), [field]: text })),
      get('an id', `${collection}/${segment(text)}`),
      get('a code', `${operations.findByCode.path}?${search({ code: text })}`),
      get('a mentor', `${operations.getActiveCode.path}?${search({ mentor_id: text, org_id: text })}`),
    ];
  });
}

/** Requests that are odd beneath the level of a schema. */
export function oddRequests(context: CheckContext, id: string): Bad[] {
  const { path: collection } = operations.listRecords;
  const get = (what: string, path: string): Bad => ({ what, sent: { method: 'GET', path } });
  const text = () => JSON.stringify(context.freshBody());
  const put = (what: string, body: string, type = 'application/json'): Bad => ({
    what,
    sent: { method: 'PUT', path: pathOf(id), headers: { 'content-type': type }, body },
  });
  return [
    post('deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`),
    post('deeply nested field', text().replace('}', `,"x":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`)),
    post('prototype keys', text().replace('{', '{"__proto__":{"status":"inactive"},"constructor":{"prototype":{}},')),
    post('a key twice', text().replace('{', '{"code":"twice",')),
    post('a huge number', text().replace('{', '{"n":1e400,')),
    post('bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    post('a byte order mark', `\uFEFF${text()}`),
    post('an unknown content type', text(), 'application/xml'),
    post('a form', search({ ...context.freshBody() }), 'application/x-www-form-urlencoded'),
    post('no content type', text(), ''),
    post('a content type that is none', text(), '///'),
    post('a charset nobody knows', text(), 'application/json; charset=klingon'),
    post('a body over the limit', text().replace('}', `,"pad":"${'x'.repeat(bodyLimit * 2)}"}`)),
    put('a deactivation that is a number', '7'),
    put('a deactivation in XML', '<status>inactive</status>', 'application/xml'),
    put('a deactivation with no end', '{"status":'),
    get('a parameter twice', `${collection}?page=1&page=2&limit=1&limit=x`),
    get('a page beyond all numbers', `${collection}?page=1e309&limit=9007199254740993`),
    get('a page that overflows', `${collection}?page=9007199254740991&limit=100`),
    get('a page of 64 bits', `${collection}?page=9223372036854775807`),
    get('parameters as objects', `${collection}?page[$gt]=1&limit[]=2`),
    get('a code twice', `${operations.findByCode.path}?code=A&code=B`),
    get('a code as an object', `${operations.findByCode.path}?code[$ne]=A`),
    get('a mentor twice', `${operations.getActiveCode.path}?mentor_id=a&mentor_id=b&org_id=c`),
    get('a broken escape', `${collection}/%E0%A4%A`),
    get('a broken escape in a parameter', `${operations.findByCode.path}?code=%E0%A4%A`),
    get('a very long id', `${collection}/${'a'.repeat(4000)}`),
    get('a very long code', `${operations.findByCode.path}?code=${'A'.repeat(4000)}`),
    get('an id with a slash in it', `${collection}/a%2Fb`),
  ];
}

/** The answer to a bad request; none where the connection was closed on it, as is usual for bodies and lines too long. */
export async function answerTo(context: CheckContext, { sent }: Bad): Promise<ReceivedResponse | undefined> {
  try {
    return await context.send(sent);
  } catch (error) {
    const large = (sent.body?.length ?? 0) > bodyLimit || sent.path.length > 2000;
    if (error instanceof TransportError && error.exchange.status === undefined && large) return undefined;
    throw error;
  }
}

/** Any string as a path segment; encodeURIComponent throws at half a surrogate pair. */
const segment = (text: string): string => search({ text }).slice('text='.length).replaceAll('+', '%20');
