import { operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { required } from '../../../scripts/required.ts';
import { type JournalEntry, toCurl } from '../index.ts';
import { createMock, type Mock } from '../mock.ts';
import { JOURNAL_BYTES, JOURNALS_BYTES } from './journal.ts';

const PATH = operations.listRecords.path;
const record = operations.getRecord.path.replace('{id}', 'rc_8f3a21bc');

const ask = (mock: Mock, method: string, path: string, { body, ...headers }: Record<string, string> = {}) =>
  mock.fetch(
    new Request(`http://api.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body ?? null,
    }),
  );

/** At most two bytes a character, as JavaScript keeps text. */
function bytesOf(entries: readonly JournalEntry[]): number {
  const characters = entries.flatMap(({ method, url, request, response }) => [
    method,
    url,
    ...[request, response].flatMap((message) => [message?.body ?? '', ...(message?.headers.flat() ?? [])]),
  ]);
  return characters.reduce((sum, text) => sum + 2 * text.length, 0);
}

it.each<[string, () => [string, string, Record<string, string>?]]>([
  ['the headers of requests', () => ['GET', record, { 'x-long': 'x'.repeat(14_000) }]],
  ['the names of headers', () => ['GET', record, { [`x-${'x'.repeat(14_000)}`]: '1' }]],
  ['the headers of responses', () => ['OPTIONS', PATH, { 'access-control-request-headers': 'x'.repeat(14_000) }]],
  ['paths', () => ['GET', `${PATH}/${'x'.repeat(14_000)}`]],
  ['bodies', () => ['POST', PATH, { body: 'x'.repeat(60_000) }]],
  ['bodies that are no text', () => ['POST', PATH, { body: '\uDC00'.repeat(20_000) }]],
])('%s count toward the size of a journal', async (_, request) => {
  const mock = createMock({ scenario: 'source' });
  for (let index = 0; index < 600; index++) await ask(mock, ...request());
  const kept = mock.journal.find();
  expect(bytesOf(kept)).toBeGreaterThan(JOURNAL_BYTES / 4);
  expect(bytesOf(kept)).toBeLessThanOrEqual(JOURNAL_BYTES);
  expect(kept.at(-1)?.seq).toBe(600);
});

it('the bodies of the oldest entries are dropped before any entry is, and the entries show it', async () => {
  const mock = createMock({ scenario: 'source' });
  const body = JSON.stringify({ mentor_id: 'x'.repeat(6_000) });
  for (let index = 0; index < 1024; index++) await ask(mock, 'POST', PATH, { body });
  const kept = mock.journal.find();
  expect(kept).toHaveLength(1024);
  expect(kept[0]).toMatchObject({
    status: 400,
    bodiesDropped: true,
    request: { body: null },
    response: { body: null },
  });
  expect(kept.at(-1)).toMatchObject({ bodiesDropped: false, request: { body } });
  expect(toCurl(required(kept[0]))).toMatch(/^# The journal no longer holds the body of request 1\. {2}curl /);
  expect(toCurl(required(kept.at(-1)))).toMatch(/^curl /);
});

it('an entry that never had a body is not marked as dropped', async () => {
  const mock = createMock({ scenario: 'source' });
  await ask(mock, 'OPTIONS', PATH);
  for (let index = 0; index < 100; index++) await ask(mock, 'POST', PATH, { body: 'x'.repeat(60_000) });
  expect(mock.journal.find()[0]).toMatchObject({ seq: 1, bodiesDropped: false });
  expect(mock.journal.find()[1]).toMatchObject({ seq: 2, bodiesDropped: true });
});

it('the newest entry is kept, whatever its size', async () => {
  const mock = createMock({ scenario: 'source' });
  await ask(mock, 'GET', `${PATH}/${'x'.repeat(JOURNAL_BYTES)}`);
  expect(mock.journal.count()).toBe(1);
  await ask(mock, 'GET', record);
  expect(mock.journal.find().map(({ seq }) => seq)).toEqual([2]);
});

it('the journals of all sessions together stay within their limit', async () => {
  const mock = createMock({ scenario: 'empty' });
  for (let session = 0; session < 100; session++)
    for (let index = 0; index < 40; index++)
      await ask(mock, 'POST', PATH, { body: 'x'.repeat(60_000), 'x-mock-session': `s${session}` });
  for (let index = 0; index < 80; index++) await ask(mock, 'POST', PATH, { body: 'x'.repeat(60_000) });
  const sessions = [mock, ...mock.sessions.map((name) => mock.session(name))];
  const total = sessions.reduce((sum, { journal }) => sum + bytesOf(journal.find()), 0);
  expect(total).toBeGreaterThan(JOURNALS_BYTES / 4);
  expect(total).toBeLessThanOrEqual(JOURNALS_BYTES);
  for (const { journal } of sessions) expect(journal.count()).toBeGreaterThan(0);
});

it('the share of a session that ends is available to the others', async () => {
  const mock = createMock({ scenario: 'empty', maxSessions: 1000 });
  for (let session = 0; session < 500; session++) mock.session(`s${session}`);
  for (const name of mock.sessions) mock.end(name);
  for (let index = 0; index < 600; index++) await ask(mock, 'POST', PATH, { body: 'x'.repeat(60_000) });
  expect(bytesOf(mock.journal.find())).toBeGreaterThan(JOURNAL_BYTES / 2);
});
