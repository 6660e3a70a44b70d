import { expect, it } from 'vitest';
import type { Exchange } from '../message/exchange.ts';
import { completeProof } from './proof.ts';

const BASE = 'http://a.test/api/v1/referral-code-records';
let time = 0;

const exchange = (method: string, path: string, body?: object, answer: object = {}, status = 200): Exchange => ({
  method,
  url: BASE + path,
  headers: {},
  ...(body && { body: JSON.stringify(body) }),
  status,
  text: JSON.stringify(answer),
  sentAt: time++,
  durationMs: 1,
});

const create = (name: string, id: string, code = name, status = 201): Exchange =>
  exchange(
    'POST',
    '',
    { mentor_id: `cf-tok-${name}-m`, org_id: `cf-tok-${name}-o`, code: `CF-TOK-${code}` },
    { id },
    status,
  );

it('a proof is preceded by the create of its record and by every change of it, and by nothing else', () => {
  const other = create('B', 'r2');
  const created = create('A', 'r1');
  const before = exchange('GET', '/r1');
  const guilty = exchange('POST', '/r1', { status: 'inactive' });
  const changed = exchange('PUT', '/r1', { status: 'inactive' });
  const elsewhere = exchange('PUT', '/r2', { status: 'inactive' });
  const after = exchange('GET', '/r1');
  const all = [other, created, before, guilty, changed, elsewhere, exchange('GET', '/r1'), after];
  expect(completeProof([before, after], all, 'tok')).toEqual([created, before, guilty, changed, after]);
});

it('a proof of lost creates of a race shows the create that won, and the earlier codes of the pair', () => {
  const earlier = create('A', 'r0', 'OLD');
  const deactivated = exchange('PUT', '/r0', { status: 'inactive' });
  const won = create('A', 'r1', '1');
  const lost = [create('A', '', '2', 409), create('A', '', '3', 409)];
  const other = create('C', 'r9');
  const read = exchange('GET', '/active?mentor_id=cf-tok-A-m&org_id=cf-tok-A-o');
  const all = [earlier, deactivated, ...lost, won, other, read];
  expect(completeProof([...lost, read], all, 'tok')).toEqual([earlier, deactivated, won, ...lost, read]);
});

it('a long body of one word does not block the run', () => {
  const long = { ...create('B', 'r2'), body: 'x'.repeat(1_000_000) };
  const created = create('A', 'r1');
  const read = exchange('GET', '/r1');
  expect(completeProof([read], [long, created, read], 'tok')).toEqual([created, read]);
});

it('a violation without exchanges has no proof', () => {
  expect(completeProof([], [create('A', 'r1')], 'tok')).toEqual([]);
});
