import { bodyLimit, operations } from '@referral-codes/sdk/contract';
import { required } from '../../../scripts/required.ts';

/** Bytes to send, in parts where the sender takes its time. */
export interface Hostile {
  readonly kind: string;
  readonly parts: readonly (string | Uint8Array)[];
}

/** Repeatable numbers from 0 up to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const PATH = operations.createCode.path;
const upTo = (random: Random, most: number) => Math.floor(random() * most);
const pick = <T>(random: Random, from: readonly T[]): T => required(from[upTo(random, from.length)]);
const noise = (random: Random, most: number) =>
  Uint8Array.from({ length: 1 + upTo(random, most) }, () => upTo(random, 256));

const head = (start: string, ...headers: string[]) =>
  `${[`${start} HTTP/1.1`, 'Host: mock', ...headers].join('\r\n')}\r\n\r\n`;
const JSON_TYPE = 'Content-Type: application/json';
const CLOSE = 'Connection: close';

function withBody(random: Random, body: string | Uint8Array): (string | Uint8Array)[] {
  const target = pick(random, [`POST ${PATH}`, `PUT ${PATH}/rc_8f3a21bc`]);
  const bytes = Buffer.from(body);
  return [head(target, JSON_TYPE, CLOSE, `Content-Length: ${bytes.length}`), bytes];
}

/** Each makes a request that must change nothing: none is a valid write. */
const kinds: Record<string, (random: Random) => readonly (string | Uint8Array)[]> = {
  'bad JSON': (random) => {
    const json = '{"mentor_id":"usr_1","org_id":"org_1","code":"A-1"}';
    return withBody(random, json.slice(0, 1 + upTo(random, json.length - 1)));
  },
  'deep nesting': (random) => withBody(random, pick(random, ['[', '{"a":']).repeat(1 + upTo(random, bodyLimit / 5))),
  'deep nesting, closed': (random) => {
    const depth = 1 + upTo(random, bodyLimit / 2);
    return withBody(random, '['.repeat(depth) + ']'.repeat(depth));
  },
  'prototype keys': (random) => {
    const key = pick(random, ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']);
    const value = pick(random, ['{"status":"active"}', 'null', '[]', '{"prototype":{"a":1}}']);
    return withBody(random, `{"${key}":${value},"mentor_id":"usr_1","org_id":"org_1","code":"A-1"}`);
  },
  'lone surrogates': (random) => {
    const lone = `\\ud8${upTo(random, 90) + 10}`;
    return withBody(random, `{"mentor_id":"${lone}","org_id":"org_1","code":"${lone}","${lone}":1}`);
  },
  'bytes that are no UTF-8': (random) => withBody(random, noise(random, 2000)),
  'huge headers': (random) => [head(`GET ${PATH}`, CLOSE, `X-Big: ${'x'.repeat(upTo(random, 40_000))}`)],
  'many headers': (random) => [
    head(`GET ${PATH}`, CLOSE, ...Array.from({ length: upTo(random, 3000) }, (_, index) => `x${index}: 1`)),
  ],
  'bad header bytes': (random) => [`GET ${PATH} HTTP/1.1\r\nHost: mock\r\n`, noise(random, 200), '\r\n\r\n'],
  'bad session names': (random) => [
    head(`GET ${PATH}`, CLOSE, `X-Mock-Session: ${pick(random, ['__proto__ x', '../x', 'é', 'a'.repeat(100), ''])}`),
  ],
  'bad chunking': (random) => [
    head(`POST ${PATH}`, JSON_TYPE, CLOSE, 'Transfer-Encoding: chunked'),
    pick(random, ['zz\r\n', '-1\r\nx\r\n', 'ffffffffffffffffff\r\n', '5\r\nab\r\n0\r\n\r\n', '1;x="\r\n\r\n', '\r\n']),
  ],
  'both lengths': () => [
    head(`POST ${PATH}`, JSON_TYPE, CLOSE, 'Transfer-Encoding: chunked', 'Content-Length: 4'),
    '0\r\n\r\n',
  ],
  'bad percent escapes': (random) => {
    const broken = pick(random, ['%', '%Z', '%ZZ', '%E0%A4', '%00', '%ff%fe', '%u1234', '%C0%AF', '%ED%A0%80']);
    const place = pick(random, ['/', '?page=', '/lookup?code=', '/active?mentor_id=']);
    return [head(`GET ${PATH}${place}${broken}`, CLOSE)];
  },
  'bad queries': (random) => {
    const number = pick(random, ['-1', '0', '1e9', '9'.repeat(400), 'NaN', '', ' 1', '0x10', '1&page=2', '__proto__']);
    return [head(`GET ${PATH}?page=${number}&limit=${number}&__proto__[a]=1`.replaceAll(' ', '%20'), CLOSE)];
  },
  'strange targets': (random) => {
    const target = pick(random, [
      '*',
      '//',
      '/../..',
      'nonsense',
      'http://[::1',
      '/a\\b',
      '/\u00e9',
      `/${'a/'.repeat(3000)}`,
      '/constructor',
    ]);
    return [
      Buffer.from(head(`${pick(random, ['GET', 'POST', 'OPTIONS', 'BREW', 'TRACE'])} ${target}`, CLOSE), 'latin1'),
    ];
  },
  'not HTTP': (random) => [noise(random, 500), '\r\n\r\n'],
  'a body over the limit': () => [
    head(`POST ${PATH}`, JSON_TYPE, CLOSE, `Content-Length: ${2 ** 31}`),
    'x'.repeat(2000),
  ],
  'a slow sender': (random) => [
    `GET ${PATH} HTTP/1.1\r\n`,
    'Host: mo',
    `ck\r\nX: ${upTo(random, 9)}`,
    `\r\n${CLOSE}\r\n\r\n`,
  ],
  'a slow sender that leaves': (random) => [
    head(`POST ${PATH}`, JSON_TYPE, `Content-Length: ${100 + upTo(random, 1000)}`),
    '{"mentor_id":',
    '"usr_1"',
  ],
};

/** So many hostile requests, every kind in turn, the same for the same seed. */
export function* hostileRequests(count: number, seed: number): Generator<Hostile> {
  const random = randomFrom(seed);
  const makers = Object.entries(kinds);
  for (let index = 0; index < count; index++) {
    const [kind, make] = required(makers[index % makers.length]);
    yield { kind, parts: make(random) };
  }
}
