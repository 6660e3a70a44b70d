import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import type { CreatedRecord } from '../context/fixtures.ts';
import type { CreateBody } from '../context/names.ts';
import { instant, isAboutNow } from '../context/times.ts';
import { Inconclusive } from '../errors.ts';
import { is2xx, is4xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import { jsonText } from '../message/request.ts';
import type { Check } from './check.ts';

const FIELDS = ['mentor_id', 'org_id', 'code'] as const;

const post = (context: CheckContext, text: string): Promise<ReceivedResponse> =>
  context.send({ method: 'POST', path: operations.createCode.path, ...jsonText(text) });

/** A create that the server should refuse, and what of it must not be stored. */
interface BadCreate {
  what: string;
  body: object;
  mustNotStore: Partial<CreateBody>;
}

function badCreates(context: CheckContext, active: CreatedRecord, inactive: CreatedRecord): BadCreate[] {
  const { mentor_id, org_id } = active;
  const [pair, other] = [context.freshPair(), context.freshPair()];
  const code = context.freshCode();
  return [
    { what: 'a create with a taken code', body: { ...pair, code: active.code }, mustNotStore: pair },
    {
      what: 'a create with the code of an inactive record',
      body: { ...other, code: inactive.code },
      mustNotStore: other,
    },
    { what: 'a create for a pair with an active code', body: { mentor_id, org_id, code }, mustNotStore: { code } },
    { what: 'a create without code', body: { mentor_id, org_id }, mustNotStore: {} },
    { what: 'a create with a number for code', body: { mentor_id, org_id, code: 7 }, mustNotStore: {} },
  ];
}

/** Ways to make a JSON text invalid. */
const MALFORMED: readonly (readonly [string, (text: string) => string])[] = [
  ['cut short', (text) => text.slice(0, -1)],
  ['with a comma at its end', (text) => text.replace('}', ',}')],
  ['with single quotes', (text) => text.replaceAll('"', "'")],
  ['with text after it', (text) => `${text} and more`],
  ['sent as a form', (text) => new URLSearchParams(JSON.parse(text)).toString()],
  ['left out', () => ''],
];

export const creating = {
  'create-answers-the-record': async (context) => {
    const body = context.freshBody();
    const response = await context.create(body);
    context.expect2xx(response, 'a create');
    const record = objectOf(response);
    for (const field of FIELDS)
      context.expect(record[field] === body[field], `${field} as sent: ${body[field]}`, response);
    context.expect(typeof record.id === 'string' && record.id !== '', 'an id', response);
    context.expect(record.status === 'active', 'status active', response);
    context.expect(record.deactivated_at === null, 'deactivated_at null', response);
  },

  'create-answers-201': async (context) => {
    const { id, response } = await context.createCode();
    context.expect(response.status === 201, '201', response);
    const location = response.headers.get('location') ?? '';
    context.expect(location !== '', 'a Location header', response);
    const { url } = (await context.get(id)).exchange;
    const target = new URL(location, response.exchange.url).href;
    context.expect(target === new URL(url).href, `a Location that leads to ${url}`, response);
  },

  'create-mints-unique-ids': async (context) => {
    const seen = new Map<string, ReceivedResponse>();
    const first = await context.createCode();
    const others = (await context.manyRecords()).map(({ created }) => created);
    for (const { id, response } of [first, ...others]) {
      const earlier = seen.get(id);
      context.expect(!earlier, `a new id, not ${id} again`, ...(earlier ? [earlier] : []), response);
      seen.set(id, response);
    }
    // An id that is derived from the body, or from the number of records, repeats once the first record is deleted.
    await context.delete(first.id);
    const { mentor_id, org_id, code } = first;
    const again = await context.createCode({ mentor_id, org_id, code });
    context.expect(!seen.has(again.id), `a new id, not ${again.id} again`, again.response);
  },

  'create-stamps-the-time': async (context) => {
    const { record, response } = await context.createCode();
    context.expect(isAboutNow(record.created_at, response), 'created_at to be close to the current time', response);
  },

  'create-keeps-server-fields': async (context) => {
    const past = '2001-02-03T04:05:06Z';
    const id = `cf-${context.run.token}-chosen`;
    const chosen = { id, status: 'inactive', created_at: past, deactivated_at: past };
    for (const [field, value] of Object.entries(chosen)) {
      const body = { ...context.freshBody(), [field]: value };
      const response = await context.create(body);
      // Refusing the field is as good as ignoring it.
      context.expect(is2xx(response) || is4xx(response), `${field} to be refused or ignored`, response);
      for (const read of [response, await context.lookup(body.code)].filter(is2xx)) {
        const stored = objectOf(read)[field];
        const isTaken = field.endsWith('_at') ? instant(stored) === instant(value) : stored === value;
        context.expect(!isTaken, `the server to choose ${field} itself`, response, read);
      }
    }
  },

  'create-refuses-missing-field': async (context) => {
    for (const field of FIELDS) {
      const { [field]: _, ...body } = context.freshBody();
      context.expect4xx(await context.create(body), `a create without ${field}`);
      await context.expectNotStored(body, `a create without ${field}`);
    }
    context.expect4xx(await context.create({}), 'a create with an empty object');
  },

  'create-refuses-wrong-type': async (context) => {
    for (const field of FIELDS)
      for (const value of [42, true, null, ['a'], { a: 1 }]) {
        const { [field]: _, ...rest } = context.freshBody();
        const what = `a create with ${JSON.stringify(value)} for ${field}`;
        context.expect4xx(await context.create({ ...rest, [field]: value }), what);
        await context.expectNotStored(rest, what);
      }
  },

  'create-refuses-malformed-json': async (context) => {
    for (const [how, malform] of MALFORMED) {
      const body = context.freshBody();
      context.expect4xx(await post(context, malform(JSON.stringify(body))), `JSON ${how}`);
      await context.expectNotStored(body, `JSON ${how}`);
    }
  },

  'create-refuses-non-object': async (context) => {
    const inside = context.freshBody();
    for (const value of [[inside], [], 'text', 7, true, null, JSON.stringify(inside)]) {
      const what = `a create with the body ${JSON.stringify(value).slice(0, 20)}`;
      context.expect4xx(await context.create(value), what);
      await context.expectNotStored(inside, what);
    }
  },

  'create-refuses-bad-values': async (context) => {
    const names = ['', ' ', 'a b', 'a/b', 'ä', 'x'.repeat(65)];
    const codes = ['', ' ', 'lower-case', 'A--B', '-A', 'A-', 'A_B', 'A B', 'Ä', 'A'.repeat(65)];
    for (const field of FIELDS)
      for (const value of field === 'code' ? codes : names) {
        const response = await context.create({ ...context.freshBody(), [field]: value });
        context.expect(response.status === 400, `400 for ${JSON.stringify(value)} as ${field}`, response);
      }
  },

  'create-refuses-unknown-fields': async (context) => {
    for (const extra of [{ note: 'hello' }, { Code: 'X' }, { id: 'mine' }]) {
      const response = await context.create({ ...context.freshBody(), ...extra });
      context.expect(response.status === 400, `400 for the field ${Object.keys(extra)[0]}`, response);
    }
  },

  'refused-create-changes-nothing': async (context) => {
    const inactive = await context.createInactive();
    const { mentor_id, org_id } = inactive;
    const active = await context.createCode({ mentor_id, org_id });
    const other = await context.createCode();
    let before = await context.snapshot(inactive, active, other);
    let refused = 0;
    for (const { what, body, mustNotStore } of badCreates(context, active, inactive)) {
      if (is4xx(await context.create(body))) {
        refused += 1;
        await context.expectUnchanged(before, what);
        await context.expectNotStored(mustNotStore, what);
      } else {
        // Other rules judge a server that accepts the create, which may then change other records.
        before = await context.snapshot(inactive, active, other);
      }
    }
    if (refused === 0) throw new Inconclusive('the server refused none of the creates that it should refuse');
  },
} satisfies Record<string, Check>;
