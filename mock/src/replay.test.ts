import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { controlValidators } from './control/generated/control-validators.ts';
import { createMock, type Mock } from './mock.ts';
import { replay } from './replay.ts';

const PATH = operations.listRecords.path;

const send = (mock: Mock, method: string, path = '', body: BodyInit | null = null, headers = {}) =>
  mock
    .fetch(
      new Request(`http://api.test${PATH}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body,
        ...(body instanceof ReadableStream && { duplex: 'half' }),
      }),
    )
    .then((response) => response.text())
    .catch(() => 'broken');

const code = (name: string, pair = name) => JSON.stringify({ mentor_id: pair, org_id: 'org_1', code: name });

/** A session with everything that a bundle has to contain: writes, settings that change, faults, and requests that broke off. */
async function play(clock: string): Promise<Mock> {
  const mock = createMock({ scenario: 'demo', seed: 5, clock, preferFaults: true });
  mock.faults.arm({ kind: 'status', status: 503, operation: 'listRecords', probability: 0.5 });
  mock.faults.arm({ kind: 'stored-not-answered', pair: { mentor_id: 'B', org_id: 'org_1' } });
  mock.faults.arm({ kind: 'answered-not-stored', headers: { 'x-caller': 'me' }, after: 1 });
  for (let count = 0; count < 8; count++) await send(mock, 'GET');
  await send(mock, 'POST', '', code('A'));
  await send(mock, 'POST', '', code('B'));
  await send(mock, 'POST', '', code('C'), { 'x-caller': 'me' });
  await send(mock, 'POST', '', code('D'), { 'x-caller': 'me' });
  mock.clock.advance('1d');
  mock.onActiveConflict = 'replace';
  mock.ids.state = { seed: 9, drawn: 2 };
  await Promise.all(['E', 'F', 'G'].map((name) => send(mock, 'POST', '', code(name, 'A'))));
  mock.faults.clear();
  await send(mock, 'GET', '', null, { prefer: 'fault=truncated-body' });
  await send(mock, 'GET', '', null, { prefer: 'fault=rest' });
  await send(mock, 'GET', '', null, { prefer: 'fault=latency; delay=1' });
  await send(mock, 'GET', '', null, { 'x-mock-session': 'no name' });
  await send(mock, 'GET', '/x/y');
  await send(mock, 'POST', '', ' '.repeat(70_000));
  await send(mock, 'POST', '', new ReadableStream({ start: (controller) => controller.error(new Error('gone')) }));
  return mock;
}

it.each(['2026-03-26T12:00:00Z', 'real', '+2h'])(
  'a bundle replays with the same bytes, with the clock %s',
  async (clock) => {
    const bundle = (await play(clock)).bundle();
    expect(bundle.exchanges).toHaveLength(22);
    const copy = JSON.parse(JSON.stringify(bundle));
    expect(copy).toEqual(bundle);
    expect(controlValidators.replay.body?.(copy), 'it matches control.yaml').toBe(true);
    expect(await replay(copy)).toEqual([]);
  },
);

it('the same seed, clock and requests give the same bundle, byte for byte', async () => {
  const [first, second] = [await play('2026-03-26T12:00:00Z'), await play('2026-03-26T12:00:00Z')];
  expect(JSON.stringify(first.bundle())).toBe(JSON.stringify(second.bundle()));
});

it('a replay names each exchange that differs, and in what', async () => {
  const mock = createMock({ scenario: 'empty' });
  await send(mock, 'POST', '', code('A'));
  await send(mock, 'GET', '/rc_1');
  mock.faults.arm({ kind: 'reset' });
  await send(mock, 'GET');
  const bundle = JSON.parse(JSON.stringify(mock.bundle()));
  bundle.exchanges[0].circumstances.ids = { seed: 8, drawn: 3 };
  bundle.exchanges[1].response.status = 200;
  bundle.exchanges[2].fault = null;
  expect(await replay(bundle)).toMatchObject([
    { exchange: 1, part: 'headers' },
    { exchange: 2, part: 'status', recorded: 200, replayed: 404 },
    { exchange: 3, part: 'connection', recorded: 'reset', replayed: null },
  ]);
});

it('a bundle begins with the last reset or replacement of the state', async () => {
  const mock = createMock({ scenario: 'empty' });
  await send(mock, 'POST', '', code('A'));
  mock.restore(mock.snapshot());
  await send(mock, 'GET');
  const bundle = mock.bundle();
  expect([bundle.start.records.length, bundle.exchanges.length]).toEqual([1, 1]);
  expect(await replay(bundle)).toEqual([]);
  const fork = mock.fork('default', 'w1');
  fork.reset();
  expect(fork.bundle().start.records).toHaveLength(1);
});

it('a bundle is refused if the journal no longer has everything', async () => {
  const mock = createMock({ scenario: 'empty' });
  await send(mock, 'GET');
  mock.journal.clear();
  await send(mock, 'GET');
  expect(() => mock.bundle()).toThrow('no longer has 1 of them or their bodies');
  mock.reset();
  expect(mock.bundle().exchanges).toEqual([]);
});
