import { operations } from '@referral-codes/sdk/contract';
import type { CheckContext } from '../context/context.ts';
import { instant, isAboutNow } from '../context/times.ts';
import { Undecided } from '../errors.ts';
import { is2xx, is4xx, objectOf, type ReceivedResponse } from '../message/exchange.ts';
import type { Check } from './check.ts';

const FIELDS = ['mentor_id', 'org_id', 'code'] as const;

const typed = (body: string): { headers: Record<string, string>; body: string } => ({
  headers: { 'content-type': 'application/json' },
  body,
});

const post = (context: CheckContext, body: string): Promise<ReceivedResponse> =>
  context.send({ method: 'POST', path: operations.createCode.path, ...typed(body) });

export const creating = {
  'create-answers-the-record': async (context) => {
    const body = context.freshBody();
    const answer = await context.create(body);
    context.expect2xx(answer, 'a create');
    const record = objectOf(answer);
    for (const field of FIELDS)
      context.expect(record[field] === body[field], `${field} as sent: ${body[field]}`, answer);
    context.expect(typeof record.id === 'string' && record.id !== '', 'an id', answer);
    context.expect(record.status === 'active', 'status active', answer);
    context.expect(record.deactivated_at === null, 'deactivated_at null', answer);
  },

  'create-answers-201': async (context) => {
    const { id, answer } = await context.createCode();
    context.expect(answer.status === 201, '201', answer);
    const location = answer.headers.get('location');
    context.expect(location !== null, 'a Location', answer);
    const { url } = answer.exchange;
    const led = new URL(location!, url);
    const read = await context.get(id);
    context.expect(
      led.href === new URL(read.exchange.url).href,
      `a Location that leads to ${read.exchange.url}`,
      answer,
    );
  },

  'create-mints-unique-ids': async (context) => {
    const seen = new Map<string, ReceivedResponse>();
    const first = await context.createCode();
    for (const { id, answer } of [first, ...(await context.manyRecords()).map(({ made }) => made)]) {
      const earlier = seen.get(id);
      context.expect(!earlier, `an id of its own, not ${id} again`, ...(earlier ? [earlier] : []), answer);
      seen.set(id, answer);
    }
    // An id made from what was sent, or from how many records there are, comes back once the first is gone.
    await context.delete(first.id);
    const { mentor_id, org_id, code } = first;
    const again = await context.createCode({ mentor_id, org_id, code });
    context.expect(!seen.has(again.id), `an id of its own, not ${again.id} again`, again.answer);
  },

  'create-stamps-the-time': async (context) => {
    const { record, answer } = await context.createCode();
    context.expect(isAboutNow(record.created_at, answer), 'created_at to be about now', answer);
  },

  'create-keeps-server-fields': async (context) => {
    const past = '2001-02-03T04:05:06Z';
    const chosen = {
      id: `cf-${context.session.token}-chosen`,
      status: 'inactive',
      created_at: past,
      deactivated_at: past,
    };
    for (const [field, value] of Object.entries(chosen)) {
      const body = { ...context.freshBody(), [field]: value };
      const answer = await context.create(body);
      // Refusing is as good as ignoring.
      context.expect(is2xx(answer) || is4xx(answer), `${field} to be refused or ignored`, answer);
      const records = [answer, await context.lookup(body.code)].filter(is2xx);
      for (const seen of records) {
        const kept = objectOf(seen)[field];
        const taken = field.endsWith('_at') ? instant(kept) === instant(value) : kept === value;
        context.expect(!taken, `the server to choose ${field} itself`, answer, seen);
      }
    }
  },

  'create-refuses-missing-field': async (context) => {
    for (const field of FIELDS) {
      const { [field]: _, ...body } = context.freshBody();
      context.expect4xx(await context.create(body), `a create without ${field}`);
      await context.expectNotStored(body, `a create without ${field}`);
    }
    context.expect4xx(await context.create({}), 'a create with nothing in it');
  },

  'create-refuses-wrong-type': async (context) => {
    for (const field of FIELDS)
      for (const value of [42, true, null, ['a'], { a: 1 }]) {
        const body = { ...context.freshBody(), [field]: value };
        const what = `a create with ${JSON.stringify(value)} for ${field}`;
        context.expect4xx(await context.create(body), what);
        const { [field]: _, ...rest } = body as Record<string, string>;
        await context.expectNotStored(rest, what);
      }
  },

  'create-refuses-malformed-json': async (context) => {
    const whole = () => JSON.stringify(context.freshBody());
    const broken: [string, (text: string) => string][] = [
      ['cut short', (text) => text.slice(0, -1)],
      ['with a comma at its end', (text) => text.replace('}', ',}')],
      ['with single quotes', (text) => text.replaceAll('"', "'")],
      ['with text after it', (text) => `${text} and more`],
      ['sent as a form', (text) => new URLSearchParams(JSON.parse(text)).toString()],
      ['left out', () => ''],
    ];
    for (const [how, spoil] of broken) {
      const text = whole();
      context.expect4xx(await post(context, spoil(text)), `JSON ${how}`);
      await context.expectNotStored(JSON.parse(text), `JSON ${how}`);
    }
  },

  'create-refuses-non-object': async (context) => {
    const inside = context.freshBody();
    for (const value of [[inside], [], 'text', 7, true, null, JSON.stringify(inside)]) {
      const what = `a create with ${JSON.stringify(value).slice(0, 20)} for its body`;
      context.expect4xx(await context.create(value), what);
      await context.expectNotStored(inside, what);
    }
  },

  'create-refuses-bad-values': async (context) => {
    const bad = {
      mentor_id: ['', ' ', 'a b', 'a/b', 'ä', 'x'.repeat(65)],
      org_id: ['', ' ', 'a b', 'a/b', 'ä', 'x'.repeat(65)],
      code: ['', ' ', 'lower-case', 'A--B', '-A', 'A-', 'A_B', 'A B', 'Ä', 'A'.repeat(65)],
    };
    for (const field of FIELDS)
      for (const value of bad[field]) {
        const answer = await context.create({ ...context.freshBody(), [field]: value });
        context.expect(answer.status === 400, `400 for ${JSON.stringify(value)} as ${field}`, answer);
      }
  },

  'create-refuses-unknown-fields': async (context) => {
    for (const extra of [{ note: 'hello' }, { Code: 'X' }, { id: 'mine' }]) {
      const answer = await context.create({ ...context.freshBody(), ...extra });
      context.expect(answer.status === 400, `400 for the field ${Object.keys(extra)[0]}`, answer);
    }
  },

  'refused-create-changes-nothing': async (context) => {
    const inactive = await context.createInactive();
    const { mentor_id, org_id } = inactive;
    const active = await context.createCode({ mentor_id, org_id });
    const other = await context.createCode();
    let before = await context.snapshot(inactive, active, other);
    const attempts: [string, object][] = [
      ['a create with a code that is taken', { ...context.freshPair(), code: active.code }],
      ['a create with an inactive record’s code', { ...context.freshPair(), code: inactive.code }],
      ['a create for a pair that has an active code', { mentor_id, org_id, code: context.freshCode() }],
      ['a create without code', { mentor_id, org_id }],
      ['a create with a number for code', { mentor_id, org_id, code: 7 }],
    ];
    let refused = 0;
    for (const [what, body] of attempts) {
      const answer = await context.create(body);
      // A server that accepts is judged by other rules; what it then changed is rightly not as it was.
      if (!is4xx(answer)) {
        before = await context.snapshot(inactive, active, other);
        continue;
      }
      refused += 1;
      await context.expectUnchanged(before, what);
      const { code } = body as { code?: unknown };
      const fresh = typeof code === 'string' && code !== active.code && code !== inactive.code;
      if (fresh) await context.expectNotStored({ code }, what);
      else if ('mentor_id' in body && body.mentor_id !== mentor_id)
        await context.expectNotStored(
          { mentor_id: String(body.mentor_id), org_id: String((body as { org_id?: unknown }).org_id) },
          what,
        );
    }
    if (refused === 0) throw new Undecided('the server refused none of the creates it should refuse');
  },
} satisfies Record<string, Check>;
