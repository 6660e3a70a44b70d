import { describe, expect, it } from 'vitest';
import { clientOf, fresh } from './client.ts';
import { onEveryServer, testedServers } from './each.ts';

const times = <T>(count: number, one: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => one(n)));

onEveryServer((client) => {
  it('has one active record after twenty simultaneous creates for a pair', async () => {
    const mentor = fresh('m');
    const responses = await times(20, () => client.create(mentor, 'o', fresh('C')));
    const accepted = responses.filter(({ status }) => status < 300).map(({ body }) => body.id);
    expect(accepted.length).toBeGreaterThan(0);
    expect(responses.every(({ status }) => status < 500)).toBe(true);
    const records = await Promise.all(accepted.map((id) => client.get(id)));
    const active = records.filter(({ body }) => body.status === 'active');
    expect(active.map(({ body }) => body.id)).toEqual([(await client.active(mentor, 'o')).body.id]);
  });

  it('has one record of a code after twenty simultaneous creates with it', async () => {
    const code = fresh('C');
    const responses = await times(20, (n) => client.create(`${code}-${n}`, 'o', code));
    expect(responses.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(responses.every(({ status }) => status < 500)).toBe(true);
    const pairs = await times(20, (n) => client.active(`${code}-${n}`, 'o'));
    expect(pairs.filter(({ status }) => status === 200).map(({ body }) => body.id)).toEqual([
      (await client.lookup(code)).body.id,
    ]);
  });

  it('agrees on one time after ten simultaneous deactivations', async () => {
    const { id } = (await client.create(fresh('m'), 'o', fresh('C'))).body;
    const responses = await times(10, (n) =>
      client.deactivate(id, { status: 'inactive', deactivated_at: `2090-01-01T00:00:0${n}Z` }),
    );
    const kept = (await client.get(id)).body.deactivated_at;
    const accepted = responses.filter(({ status }) => status === 200);
    expect(accepted.length).toBeGreaterThan(0);
    for (const { body } of accepted) expect(body.deactivated_at).toBe(kept);
    expect(responses.every(({ status }) => status < 500)).toBe(true);
  });

  it('does not show a record after its simultaneous deletion and deactivation', async () => {
    const { id, code, mentor_id } = (await client.create(fresh('m'), 'o', fresh('C'))).body;
    const responses = await times(8, (n) => (n % 2 ? client.deactivate(id) : client.remove(id)));
    expect(responses.every(({ status }) => status < 500)).toBe(true);
    for (const read of [client.get(id), client.lookup(code), client.active(mentor_id, 'o')])
      expect((await read).status).toBe(404);
    expect((await client.create(mentor_id, 'o', code)).status).toBeLessThan(300);
  });
});

describe.each(testedServers)('the $name server with 100,000 records', ({ start }) => {
  it('reads, lists and writes as it does when empty', async () => {
    const server = await start({ preload: 100_000 });
    const client = clientOf(server.url);
    try {
      const { body: first } = await client.list('?limit=100');
      expect(first.pagination.total).toBe(100_000);
      const last = (await client.list('?page=1000&limit=100')).body.data;
      expect(last).toHaveLength(100);
      const both = [...first.data, ...last];
      expect(new Set(both.map(({ status }) => status))).toContain('inactive');
      for (const record of both.slice(90, 110)) {
        expect((await client.get(record.id)).body).toEqual(record);
        expect((await client.lookup(record.code)).body).toEqual(record);
        const active = await client.active(record.mentor_id, record.org_id);
        expect(active.status === 200 && active.body.id === record.id).toBe(record.status === 'active');
      }
      const { body } = await client.create(fresh('m'), 'o', fresh('C'));
      expect((await client.lookup(body.code)).body.id).toBe(body.id);
      expect((await client.list()).body.pagination.total).toBe(100_001);
      await client.remove(body.id);
      expect((await client.list()).body.pagination.total).toBe(100_000);
    } finally {
      await server.close();
    }
  });
});
