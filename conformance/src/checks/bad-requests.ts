import { bodyLimit, operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { TransportError } from '../errors.ts';
import type { ReceivedResponse } from '../message/exchange.ts';
import { activePath, lookupPath, pathOf, search } from '../message/paths.ts';
import type { RequestSpec } from '../message/request.ts';

/** A request that a server should refuse, and what is wrong with it. */
export interface BadRequest {
  what: string;
  spec: RequestSpec;
}

/** Strings that are known to break servers. */
const HOSTILE: readonly string[] = [
  "' OR '1'='1",
  "'; DROP TABLE records; --",
  '$(sleep 1)',
  '`id`',
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is an attack on template engines.
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
const FIELDS = ['mentor_id', 'org_id', 'code'] as const;

const get = (what: string, path: string): BadRequest => ({ what, spec: { method: 'GET', path } });

const withBody = (
  method: string,
  path: string,
  what: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): BadRequest => ({ what, spec: { method, path, headers: type ? { 'content-type': type } : {}, body } });

const post = (what: string, body: string | Uint8Array<ArrayBuffer>, type?: string): BadRequest =>
  withBody('POST', operations.createCode.path, what, body, type);

/** Hostile strings in every place where a client can put a string. */
export const hostileStrings = (context: CheckContext): BadRequest[] =>
  HOSTILE.flatMap((text, index) => {
    const field = FIELDS[index % FIELDS.length] ?? 'code';
    const name = JSON.stringify(text);
    return [
      post(`${field} ${name}`, JSON.stringify({ ...context.freshBody(), [field]: text })),
      get(`an id ${name}`, `${operations.listRecords.path}/${segment(text)}`),
      get(`a code ${name}`, lookupPath(text)),
      get(`a mentor ${name}`, activePath(text, text)),
    ];
  });

/** Bodies that are wrong in a way that no schema describes: syntax, encoding, type and size. */
export function oddBodies(context: CheckContext, id: string): BadRequest[] {
  const text = () => JSON.stringify(context.freshBody());
  const put = (what: string, body: string, type?: string) => withBody('PUT', pathOf(id), what, body, type);
  return [
    post('deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`),
    post('a deeply nested field', text().replace('}', `,"x":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`)),
    post('prototype keys', text().replace('{', '{"__proto__":{"status":"inactive"},"constructor":{"prototype":{}},')),
    post('a key twice', text().replace('{', '{"code":"twice",')),
    post('a huge number', text().replace('{', '{"n":1e400,')),
    post('bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    post('a byte order mark', `\uFEFF${text()}`),
    post('an unknown content type', text(), 'application/xml'),
    post('a form', search({ ...context.freshBody() }), 'application/x-www-form-urlencoded'),
    post('no content type', text(), ''),
    post('an invalid content type', text(), '///'),
    post('an unknown charset', text(), 'application/json; charset=klingon'),
    post('a body over the limit', text().replace('}', `,"pad":"${'x'.repeat(bodyLimit * 2)}"}`)),
    put('a deactivation that is a number', '7'),
    put('a deactivation in XML', '<status>inactive</status>', 'application/xml'),
    put('a deactivation that is cut short', '{"status":'),
  ];
}

/** Paths and queries that are wrong in a way that no schema describes. */
export function oddPaths(): BadRequest[] {
  const { path: list } = operations.listRecords;
  const { path: lookup } = operations.findByCode;
  const { path: active } = operations.getActiveCode;
  return [
    get('a parameter twice', `${list}?page=1&page=2&limit=1&limit=x`),
    get('a page that is infinite as a number', `${list}?page=1e309&limit=9007199254740993`),
    get('a page that overflows', `${list}?page=9007199254740991&limit=100`),
    get('a page of 64 bits', `${list}?page=9223372036854775807`),
    get('parameters as objects', `${list}?page[$gt]=1&limit[]=2`),
    get('a code twice', `${lookup}?code=A&code=B`),
    get('a code as an object', `${lookup}?code[$ne]=A`),
    get('a mentor twice', `${active}?mentor_id=a&mentor_id=b&org_id=c`),
    get('an invalid escape', `${list}/%E0%A4%A`),
    get('an invalid escape in a parameter', `${lookup}?code=%E0%A4%A`),
    get('a very long id', `${list}/${'a'.repeat(4000)}`),
    get('a very long code', `${lookup}?code=${'A'.repeat(4000)}`),
    get('an id with a slash', `${list}/a%2Fb`),
  ];
}

/** The response to a bad request; undefined if the server closed the connection, as is usual for too long bodies and lines. */
export async function responseTo(context: CheckContext, { spec }: BadRequest): Promise<ReceivedResponse | undefined> {
  try {
    return await context.send(spec);
  } catch (error) {
    const isLarge = (spec.body?.length ?? 0) > bodyLimit || spec.path.length > 2000;
    if (error instanceof TransportError && error.exchange.status === undefined && isLarge) return undefined;
    throw error;
  }
}

/** Any string as a path segment. URLSearchParams accepts lone surrogates, on which encodeURIComponent throws. */
const segment = (text: string): string => search({ text }).slice('text='.length).replaceAll('+', '%20');
