import fc from 'fast-check';
import { expect, it } from 'vitest';
import { examples } from '../src/generated/examples.ts';
import { type OperationId, operations, PROBLEM_URN, type ProblemSlug, problems } from '../src/generated/operations.ts';
import { createReferralCodes, isReferralCodesError, type ReferralCodes, type Result } from '../src/index.ts';
import type { ClientOptions } from '../src/options.ts';
import { responses } from '../src/schemas.ts';
import { at } from './at.ts';
import { rawServer } from './raw-server.ts';

// Nothing that a server says makes the client throw anything but its own errors. The answers are raw bytes on a real
// socket: any JSON value in any place of a good body, other bodies, statuses, headers and ends.

const KINDS = ['problem', 'unexpected-status', 'malformed-body', 'network', 'timeout', 'outcome-unknown'];
const { id, mentor_id, org_id, code } = examples.getRecord.response;

/** JSON texts of values: of any kind, and those that JavaScript is known to stumble over. */
const junk = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom('null', 'true', '0', '-1', '0.5', '1e999', '-1e999', '9e15', '""', '"1"', '[]', '[null]', '{}'),
  fc.constantFrom('{"toString":1}', '{"valueOf":1,"toString":null}', '{"toJSON":1}', '{"then":1}', '{"length":-1}'),
  fc.constantFrom('{"__proto__":null}', '{"constructor":1}', '{"name":"ReferralCodesError"}', '"\\ud800\\u0000"'),
  fc.constantFrom('['.repeat(20_000) + ']'.repeat(20_000), `"${'x'.repeat(100_000)}"`),
);

/** JSON texts of a value in which any place may hold something else, and any field may be missing. */
const spoiled = (value: unknown): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: inside(value) }, { weight: 1, arbitrary: junk });

function inside(value: unknown): fc.Arbitrary<string> {
  if (Array.isArray(value)) return fc.tuple(...value.map(spoiled)).map((items) => `[${items}]`);
  if (value === null || typeof value !== 'object') return fc.constant(JSON.stringify(value));
  const fields = Object.entries(value).map(([name, inner]) =>
    fc.oneof(
      { weight: 19, arbitrary: spoiled(inner).map((text) => `${JSON.stringify(name)}:${text}`) },
      { weight: 1, arbitrary: fc.constant('') },
    ),
  );
  return fc.tuple(...fields).map((texts) => `{${texts.filter(Boolean)}}`);
}

const problem = (slug: ProblemSlug) => ({
  type: PROBLEM_URN + slug,
  title: 'A title',
  status: problems[slug].status,
  detail: 'A detail.',
  errors: [{ pointer: '#/code', detail: 'It is none.' }],
  record_id: id,
});

const HEADERS = [
  ...['content-type: text/html', 'content-type: ;', 'content-type: application/json; charset=utf-16', 'content-type:'],
  ...['content-length: 0', 'content-length: 5', 'content-length: -1', 'content-length: 99999999999999999999'],
  ...['content-encoding: x, y', 'transfer-encoding: chunked', 'etag: "', 'link: <', 'date: 1', 'set-cookie: a=1; b'],
  ...[
    'retry-after: 0',
    'retry-after: -1',
    `retry-after: ${'9'.repeat(400)}`,
    'retry-after: \u00ff',
    'retry-after: 1:1:1',
  ],
  ...['location: /', 'location: //', 'location: http://', 'location: data:,{}', 'location: \u00ff', 'location:'],
  ...['x: \u00ff\u0001', 'no colon', ' folded: x', ': no name'],
];
const STATUSES = [
  ...[
    202, 204, 206, 226, 299, 300, 301, 302, 303, 304, 307, 308, 399, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415,
  ],
  ...[422, 425, 429, 451, 499, 500, 501, 502, 503, 504, 520, 599, 600, 999, 99, 0],
];

/** Bytes of an answer, and how its connection ends. */
interface Answer {
  bytes: Buffer;
  reset: boolean;
}

function answerTo(operation: OperationId): fc.Arbitrary<Answer> {
  const body = fc.oneof(
    { weight: 6, arbitrary: spoiled(examples[operation].response) },
    ...operations[operation].problems.map((slug) => ({ weight: 1, arbitrary: spoiled(problem(slug)) })),
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    { weight: 1, arbitrary: fc.constantFrom('', '<html>', '{"id":', '\ufeff{}', '\ufeff', '{}\0') },
  );
  return fc
    .record({
      status: fc.oneof(fc.constantFrom(200, 201, 404, 409), fc.constantFrom(...STATUSES)),
      headers: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 })),
      body,
      kept: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
      reset: fc.boolean(),
    })
    .map(({ status, headers, body, kept, reset }) => {
      const whole = Buffer.from(`HTTP/1.1 ${[`${status} x`, ...headers].join('\r\n')}\r\n\r\n${body}`);
      return { bytes: whole.subarray(0, Math.floor(kept * whole.length)), reset: reset && kept < 1 };
    });
}

const CALLS: Record<OperationId, (codes: ReferralCodes | ReferralCodes['safe']) => PromiseLike<unknown>> = {
  listRecords: (codes) => codes.listRecords(),
  getRecord: (codes) => codes.getRecord(id),
  createCode: (codes) => codes.createCode({ mentor_id, org_id, code }),
  deactivateCode: (codes) => codes.deactivateCode(id),
  deleteRecord: (codes) => codes.deleteRecord(id),
  getActiveCode: (codes) => codes.getActiveCode({ mentor_id, org_id }),
  findByCode: (codes) => codes.findByCode({ code }),
};

const settings = fc.constantFrom<ClientOptions[]>(
  {},
  { debug: (line) => void JSON.parse(line) },
  { schemas: responses, validate: 'throw' },
  { schemas: responses, validate: 'report', onInvalid: expectOurs },
);

/** Makes clients of a server that gives the answers of each in turn. */
async function fuzzed(): Promise<(answers: Answer[], more: ClientOptions) => ReferralCodes> {
  let answers: Answer[] = [];
  let next = 0;
  const baseUrl = await rawServer((socket) => {
    const { bytes, reset } = at(answers, next++ % answers.length);
    socket.write(bytes, () => (reset ? socket.resetAndDestroy() : socket.end()));
  });
  return (given, more) => {
    [answers, next] = [given, 0];
    return createReferralCodes({
      baseUrl,
      retries: 1,
      retryDelay: 0,
      maxRetryDelay: 0,
      attemptTimeout: 1_000,
      ...more,
    });
  };
}

function expectOurs(error: unknown): void {
  if (!isReferralCodesError(error) || !KINDS.includes(error.kind)) throw error;
  expect(error.message.length).toBeLessThan(2_000);
}

it.each(Object.keys(CALLS) as OperationId[])(
  'whatever a server answers, %s ends in a value or in an error of this package',
  async (operation) => {
    const client = await fuzzed();
    // What follows a create is a look-up.
    const answer = fc.oneof(answerTo(operation), ...(operation === 'createCode' ? [answerTo('findByCode')] : []));
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), settings, async (answers, more) => {
        await Promise.resolve(CALLS[operation](client(answers, more))).catch(expectOurs);
        const result = (await CALLS[operation](client(answers, more).safe)) as Result<unknown, OperationId>;
        if (!result.ok) expectOurs(result.error);
      }),
      { numRuns: 150 },
    );
  },
);

it.each([
  ['records', (list: ReturnType<ReferralCodes['listRecords']>) => list],
  ['pages', (list: ReturnType<ReferralCodes['listRecords']>) => list.pages()],
])(
  'whatever a server answers, the %s of a list can be iterated over, or end in an error of this package',
  async (...row) => {
    const client = await fuzzed();
    const answers = fc.array(answerTo('listRecords'), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(answers, fc.nat(10), async (answers, most) => {
        let left = most;
        const read = async () => {
          for await (const _ of row[1](client(answers, {}).listRecords({ limit: 1 }))) if (left-- === 0) return;
        };
        await read().catch(expectOurs);
      }),
      { numRuns: 150 },
    );
  },
);
