import { operations } from '@referral-codes/sdk/contract';
import { RuleViolation, Undecided } from '../errors.ts';
import { pause, type RequestSpec } from '../http/transport.ts';
import {
  type Exchange,
  is2xx,
  is4xx,
  type Loose,
  objectOf,
  type ReceivedResponse,
  summary,
} from '../message/exchange.ts';
import { activePath, lookupPath, pathOf, type Query, search } from '../message/paths.ts';
import type { Pair, RunState } from './run-state.ts';
import { summarizeRecord } from './story.ts';
import { asTime, serverNow } from './times.ts';

/** A record a check has made, and the answer that made it. */
export interface Made extends Pair {
  id: string;
  code: string;
  record: Loose;
  answer: ReceivedResponse;
}

/** Enough records that one lost in twenty is met. */
const MANY = 22;

/** The vocabulary of the checks. Each check gets a context of its own, which counts what it asked and what it asserted. */
export class CheckContext {
  readonly session: RunState;
  readonly exchanges: Exchange[] = [];
  readonly #pending = new Set<Promise<void>>();
  #over = false;
  /** How often something was held against an answer. */
  assertions = 0;
  /** How many races were run, and in how many the requests were in flight together. */
  readonly races = { run: 0, overlapped: 0 };
  /** What was established where the rest could not be, for the report. */
  readonly notes: string[] = [];

  constructor(session: RunState) {
    this.session = session;
  }

  /** Throws an Error once the check is over. */
  send(sent: RequestSpec): Promise<ReceivedResponse> {
    if (this.#over) return Promise.reject(new Error('the check is over'));
    const answer = this.session.send(sent, (exchange) => this.exchanges.push(exchange));
    const settled = answer.then(
      () => {},
      () => {},
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return answer;
  }

  /** Ends the check: what it began side by side and did not wait for must not go on beside the next one. */
  async close(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#pending);
  }

  list(query: Query | string = {}): Promise<ReceivedResponse> {
    const text = typeof query === 'string' ? query : search(query);
    return this.send({ method: 'GET', path: `${operations.listRecords.path}${text && `?${text}`}` });
  }

  get(id: string): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: pathOf(id) });
  }

  active({ mentor_id, org_id }: Pair): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: activePath(mentor_id, org_id) });
  }

  lookup(code: string): Promise<ReceivedResponse> {
    return this.send({ method: 'GET', path: lookupPath(code) });
  }

  create(body: unknown): Promise<ReceivedResponse> {
    return this.send({ method: 'POST', path: operations.createCode.path, ...json(body) });
  }

  /** Sends this body; unless told, whatever the server needs to make a record inactive now. */
  deactivate(id: string, body?: unknown): Promise<ReceivedResponse> {
    return body === undefined ? this.#deactivateNow(id) : this.send({ method: 'PUT', path: pathOf(id), ...json(body) });
  }

  async #deactivateNow(id: string): Promise<ReceivedResponse> {
    if (!this.session.wantsTime) {
      const answer = await this.deactivate(id, { status: 'inactive' });
      if (is2xx(answer)) this.session.wantsTime = false;
      if (this.session.wantsTime === false || ![400, 422].includes(answer.status)) return answer;
    }
    let answer = await this.deactivate(id, await this.#timed(0));
    if (!is2xx(answer)) answer = await this.deactivate(id, await this.#timed(1000));
    if (is2xx(answer)) this.session.wantsTime = true;
    return answer;
  }

  /** What makes a record inactive now on this server. It may want a time, and gets this second, or the next one once it has come. */
  async deactivation(): Promise<Loose> {
    if (this.session.wantsTime === undefined) await this.createInactive();
    return this.session.wantsTime ? this.#timed(1000) : { status: 'inactive' };
  }

  /** Now, in whole seconds; with `ms` to spare where the record is younger than that. */
  async #timed(ms: number): Promise<Loose> {
    const at = asTime(serverNow(await this.list({ limit: 1 })).now + ms);
    await pause(ms);
    return { status: 'inactive', deactivated_at: at };
  }

  /**
   * What `make` does is done once for all checks of the run that ask for it by this name; its exchanges count as those of
   * each. It may not be more than the next check may rely on: answers, not records that another check could change.
   */
  async shared<T>(name: string, make: (context: CheckContext) => Promise<T>): Promise<T> {
    const { value, exchanges } = await this.session.once(name, async () => {
      const context = new CheckContext(this.session);
      return { value: await make(context), exchanges: context.exchanges };
    });
    this.exchanges.push(...exchanges);
    return value;
  }

  /**
   * Records that were made side by side, each with what a read by id said of it at once. They are the same for every check
   * that asks, so that none may change them.
   */
  manyRecords(): Promise<{ made: Made; read: ReceivedResponse }[]> {
    return this.shared('many records', (context) =>
      Promise.all(
        Array.from({ length: MANY }, async () => {
          const made = await context.createCode();
          return { made, read: await context.get(made.id) };
        }),
      ),
    );
  }

  /** To be called before a race for one record: see `Ownership.prepareRace`. */
  prepareRace(id: string, race: { deletes: boolean }): Promise<void> {
    return this.session.ownership.prepareRace(id, (exchange) => this.exchanges.push(exchange), race);
  }

  delete(id: string): Promise<ReceivedResponse> {
    return this.send({ method: 'DELETE', path: pathOf(id) });
  }

  freshPair(): Pair {
    return this.session.freshPair();
  }

  freshCode(): string {
    return this.session.freshCode();
  }

  /** A body that every server must take. */
  freshBody(): Pair & { code: string } {
    return { ...this.freshPair(), code: this.freshCode() };
  }

  /** A new record, of a pair and with a code of its own unless told. Undecided if the server makes none. */
  async createCode(fields: Partial<Pair & { code: string }> = {}): Promise<Made> {
    const body = { ...this.freshBody(), ...fields };
    const answer = await this.create(body);
    const record = objectOf(answer);
    if (!is2xx(answer) || typeof record.id !== 'string')
      throw new Undecided(
        `it needs a record, and the server made none for ${JSON.stringify(body)}: ${summary(answer)}`,
      );
    return { ...body, id: record.id, record, answer };
  }

  /** A new record that is inactive. Undecided if the server does not deactivate. */
  async createInactive(fields: Partial<Pair & { code: string }> = {}): Promise<Made> {
    const made = await this.createCode(fields);
    const answer = await this.deactivate(made.id);
    if (!is2xx(answer))
      throw new Undecided(`it needs an inactive record, and deactivation answered ${summary(answer)}`);
    return { ...made, record: objectOf(answer), answer };
  }

  /**
   * An id of the server's own format that no record has. It is made from one of its ids with digits that every usual
   * alphabet holds; where the server does not take the result for an id, a deleted record's id is used. Where it answers
   * every such id with a record, the last one is returned, for a rule to find that.
   */
  async unknownId(): Promise<string> {
    const id = await this.session.once('an id', async () => (await this.createCode()).id);
    for (let attempt = 1; ; attempt += 1) {
      const candidate = similarId(id);
      const answer = await this.get(candidate);
      if (answer.status === 404 || (is2xx(answer) && attempt === 3)) return candidate;
      if (is4xx(answer) || attempt === 3) break;
    }
    const deleted = await this.createCode();
    await this.delete(deleted.id);
    return deleted.id;
  }

  /** Holds an answer to what was expected of it. Throws a Finding if it is not so; the answers are its proof. */
  expect(ok: boolean, expected: string, ...answers: ReceivedResponse[]): void {
    this.assertions += 1;
    if (!ok) throw RuleViolation.of(expected, answers);
  }

  expect2xx(answer: ReceivedResponse, what: string): void {
    this.expect(is2xx(answer), `${what} to be accepted with a 2xx`, answer);
  }

  expect4xx(answer: ReceivedResponse, what: string): void {
    this.expect(is4xx(answer), `${what} to be refused with a 4xx`, answer);
  }

  expect404(answer: ReceivedResponse, what: string): void {
    this.expect(answer.status === 404, `404 for ${what}`, answer);
  }

  /** Holds two accounts of one record against each other; times are compared as instants. */
  expectSame(answer: ReceivedResponse, before: Loose | ReceivedResponse, what: string): void {
    const earlier = 'exchange' in before ? [before as ReceivedResponse] : [];
    const wanted = summarizeRecord(earlier[0] ?? (before as Loose));
    this.expect(summarizeRecord(answer) === wanted, `${what}: ${wanted}`, ...earlier, answer);
  }

  /** What get, active and lookup say about these records, to be compared with what they say later. */
  async snapshot(...made: Made[]): Promise<Snapshot> {
    const reads = made.flatMap((one) => [
      { what: `get ${one.id}`, read: () => this.get(one.id) },
      { what: `active for ${one.mentor_id} and ${one.org_id}`, read: () => this.active(one) },
      { what: `lookup of ${one.code}`, read: () => this.lookup(one.code) },
    ]);
    const answers = await Promise.all(reads.map(({ read }) => read()));
    return { reads, answers };
  }

  /** Holds every read of a snapshot to what it was. */
  async expectUnchanged({ reads, answers }: Snapshot, after: string): Promise<void> {
    const now = await Promise.all(reads.map(({ read }) => read()));
    for (const [index, answer] of now.entries())
      this.expectSame(answer, answers[index]!, `${reads[index]!.what} to be as it was before ${after}`);
  }

  /** Holds lookup and active to know nothing of what a refused create asked for. */
  async expectNotStored(fields: Partial<Pair & { code: string }>, what: string): Promise<void> {
    const { mentor_id, org_id, code } = fields;
    if (code) {
      const found = await this.lookup(code);
      this.expect(objectOf(found).code !== code, `${what} to store nothing`, found);
    }
    if (!mentor_id || !org_id) return;
    const active = await this.active({ mentor_id, org_id });
    this.expect(objectOf(active).mentor_id !== mentor_id, `${what} to store nothing`, active);
  }
}

export interface Snapshot {
  reads: { what: string; read: () => Promise<ReceivedResponse> }[];
  answers: ReceivedResponse[];
}

/** A JSON body with its content type. */
export const json = (value: unknown): Pick<RequestSpec, 'headers' | 'body'> => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const digit = (): string => '234567'[Math.floor(Math.random() * 6)]!;

/** An id of the same shape that nobody is likely to have: its last eight letters and digits drawn anew; a number is made a large one. */
export function similarId(id: string): string {
  if (/^\d+$/.test(id)) return `9${Array.from({ length: 8 }, digit).join('')}`;
  let left = 8;
  return [...id]
    .reverse()
    .map((char) => (/[A-Za-z0-9]/.test(char) && left-- > 0 ? digit() : char))
    .reverse()
    .join('');
}
