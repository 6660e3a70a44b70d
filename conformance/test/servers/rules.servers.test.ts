import { expect, it } from 'vitest';
import { fresh } from './client.ts';
import { onEveryServer } from './each.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DAY = 86_400_000;
const documentedFields = ({
  id,
  mentor_id,
  org_id,
  code,
  status,
  created_at,
  deactivated_at,
}: Record<string, unknown>) =>
  ({ id, mentor_id, org_id, code, status, created_at, deactivated_at }) as Record<string, unknown>;

onEveryServer((client, url) => {
  async function made(mentor = fresh('m'), org = fresh('o'), code = fresh('C')) {
    const { status, body } = await client.create(mentor, org, code);
    expect(status === 200 || status === 201).toBe(true);
    return body;
  }

  /** Every record of the list, read page by page. */
  async function listed(): Promise<Record<string, unknown>[]> {
    const records = [];
    for (let page = 1; ; page += 1) {
      const { body } = await client.list(`?page=${page}&limit=7`);
      expect(body.pagination).toMatchObject({ page, limit: 7 });
      records.push(...body.data);
      if (page * 7 >= body.pagination.total) break;
    }
    return records;
  }

  it('shows the same record in every read', async () => {
    const record = await made();
    expect(record).toMatchObject({ status: 'active', deactivated_at: null });
    expect(record.created_at).toMatch(TIME);
    const reads = [client.get(record.id), client.lookup(record.code), client.active(record.mentor_id, record.org_id)];
    for (const read of await Promise.all(reads)) {
      expect(read.status).toBe(200);
      expect(read.type).toMatch(/^application\/json\b/);
      expect(documentedFields(read.body)).toEqual(documentedFields(record));
    }
    expect((await listed()).map(documentedFields)).toContainEqual(documentedFields(record));
  });

  it('sets times close to its Date header', async () => {
    const response = await fetch(`${url()}/api/v1/referral-code-records`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mentor_id: fresh('m'), org_id: 'o', code: fresh('C') }),
    });
    const { created_at } = (await response.json()) as { created_at: string };
    expect(Math.abs(Date.parse(created_at) - Date.parse(response.headers.get('date') ?? ''))).toBeLessThan(60_000);
  });

  it('responds with 404 to unknown ids, codes and pairs', async () => {
    const { id } = await made();
    await client.remove(id);
    for (const unknown of [`${id}9`, 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'x'.repeat(3000)])
      for (const response of [client.get(unknown), client.deactivate(unknown), client.remove(unknown)])
        expect((await response).status).toBe(404);
    expect((await client.get(id)).status).toBe(404);
    expect((await client.deactivate(id)).status).toBe(404);
    expect((await client.lookup(fresh('C'))).status).toBe(404);
    expect((await client.active(fresh('m'), fresh('o'))).status).toBe(404);
    for (const path of ['/active', '/active?mentor_id=a', '/active?org_id=a', '/lookup']) {
      const { status } = await client.call('GET', path);
      expect(status >= 400 && status < 500).toBe(true);
    }
  });

  it('lists each record once on consecutive pages, with defaults of 1 and 20', async () => {
    for (let n = 0; n < 25; n += 1) await made();
    const { body } = await client.list();
    expect(body.pagination).toMatchObject({ page: 1, limit: 20 });
    expect(body.data).toHaveLength(20);
    const records = await listed();
    expect(new Set(records.map(({ id }) => id)).size).toBe(body.pagination.total);
    expect(records).toHaveLength(body.pagination.total);
    expect((await client.list('?limit=100')).body.pagination.limit).toBe(100);
  });

  it('keeps pairs apart, and frees a pair once its code is inactive or deleted', async () => {
    // Joined without a separator these pairs would be one.
    const [one, other] = [await made('ab', 'c'), await made('a', 'bc')];
    expect((await client.active('ab', 'c')).body.id).toBe(one.id);
    expect((await client.active('a', 'bc')).body.id).toBe(other.id);
    await client.deactivate(one.id);
    expect((await client.active('ab', 'c')).status).toBe(404);
    const next = await made('ab', 'c');
    expect((await client.active('ab', 'c')).body.id).toBe(next.id);
    await client.remove(next.id);
    const last = await made('ab', 'c', next.code);
    expect(last.id).not.toBe(next.id);
    expect((await client.lookup(next.code)).body.id).toBe(last.id);
    // Deleting an inactive record leaves the pair's active one.
    await client.remove(one.id);
    expect((await client.active('ab', 'c')).body.id).toBe(last.id);
  });

  it('has at most one active record for a pair, whether it replaces or refuses', async () => {
    const first = await made();
    const second = await client.create(first.mentor_id, first.org_id, fresh('C'));
    const active = (await client.active(first.mentor_id, first.org_id)).body;
    const mine = (await listed()).filter(({ mentor_id }) => mentor_id === first.mentor_id);
    expect(mine.filter(({ status }) => status === 'active').map(({ id }) => id)).toEqual([active.id]);
    expect(active.id).toBe(second.status < 300 ? second.body.id : first.id);
  });

  it('gives a code to one record, and a refused create changes nothing', async () => {
    const taken = await made();
    const pair = await made();
    const refused = await client.create(pair.mentor_id, pair.org_id, taken.code);
    expect(refused.status >= 400 && refused.status < 500).toBe(true);
    expect(documentedFields((await client.active(pair.mentor_id, pair.org_id)).body)).toEqual(documentedFields(pair));
    await client.deactivate(taken.id);
    expect((await client.create(fresh('m'), 'o', taken.code)).status).toBeGreaterThanOrEqual(400);
    expect((await client.lookup(taken.code)).body.id).toBe(taken.id);
    for (const near of [`${taken.code}0`, taken.code.slice(1), taken.code.toLowerCase(), '%', `${taken.code}%00`])
      expect((await client.lookup(near)).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['', 0],
    ['.5', 500],
    ['.123456789012345678', 123],
  ])('keeps the moment it is given, with a fraction of %j', async (fraction, ms) => {
    for (const [offset, minutes] of [
      ['Z', 0],
      ['+05:30', 330],
      ['-23:59', -1439],
    ] as const) {
      const record = await made();
      const at = new Date(Date.now() + 2 * DAY).toISOString().slice(0, 19);
      const response = await client.deactivate(record.id, {
        status: 'inactive',
        deactivated_at: `${at}${fraction}${offset}`,
      });
      expect(response.status).toBe(200);
      const kept: string = response.body.deactivated_at;
      expect(Date.parse(kept)).toBe(Date.parse(`${at}Z`) + ms - minutes * 60_000);
      expect(kept).toContain(fraction);
      expect(documentedFields((await client.get(record.id)).body)).toEqual(
        documentedFields({ ...response.body, created_at: record.created_at }),
      );
    }
  });

  it('stores a leap second or refuses it, but does not turn it into another time', async () => {
    const record = await made();
    const at = '2099-12-31T23:59:60.25Z';
    const { status, body } = await client.deactivate(record.id, { status: 'inactive', deactivated_at: at });
    if (status === 200) expect(body.deactivated_at).toMatch(/:60\.25/);
    else expect(status < 500 && (await client.get(record.id)).body.status === 'active').toBe(true);
  });

  it('does not change the time of a repeated deactivation, nor anything else', async () => {
    const record = await made();
    const other = await made();
    const { body } = await client.deactivate(record.id, { status: 'inactive' });
    expect(body.deactivated_at).toMatch(TIME);
    for (const again of [
      { status: 'inactive' },
      { status: 'inactive', deactivated_at: new Date(Date.now() + DAY).toISOString() },
      { status: 'inactive', code: 'OTHER', id: 'other', mentor_id: 'other', created_at: '2001-01-01T00:00:00Z' },
      { status: 'active' },
      { status: 'active', deactivated_at: null },
    ]) {
      expect((await client.deactivate(record.id, again)).status).toBeLessThan(500);
      expect(documentedFields((await client.get(record.id)).body)).toEqual(documentedFields(body));
    }
    expect(documentedFields(body)).toEqual({
      ...documentedFields(record),
      status: 'inactive',
      deactivated_at: body.deactivated_at,
    });
    expect(documentedFields((await client.get(other.id)).body)).toEqual(documentedFields(other));
  });

  it('confirms a deletion and shows the record no more', async () => {
    const record = await made();
    const { status, body } = await client.remove(record.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: record.id, deleted: true });
    expect(body.deleted_at).toMatch(TIME);
    expect((await client.get(record.id)).status).toBe(404);
    expect((await client.lookup(record.code)).status).toBe(404);
    expect((await client.active(record.mentor_id, record.org_id)).status).toBe(404);
    expect((await listed()).map(({ id }) => id)).not.toContain(record.id);
  });

  it('does not let a client set the fields of the server', async () => {
    const chosen = { id: 'mine', status: 'inactive', created_at: '2001-02-03T04:05:06Z', deactivated_at: null };
    for (const [field, value] of Object.entries(chosen)) {
      const code = fresh('C');
      const body = { mentor_id: fresh('m'), org_id: 'o', code, [field]: value };
      expect((await client.call('POST', '', { body })).status).toBeLessThan(500);
      const { status, body: stored } = await client.lookup(code);
      if (status === 200 && value !== null) expect(stored[field]).not.toBe(value);
      else expect(status === 404 || stored.deactivated_at === null).toBe(true);
    }
    expect((await client.get('mine')).status).toBe(404);
  });
});
