import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './linearizability.ts';
import { recordModel } from './record-history.ts';
import {
  type RecordInput,
  type RecordOperation,
  type RecordOutput,
  recordsOf,
  type SeenRecord,
} from './record-operation.ts';

interface Behaviour {
  activeConflict: 'refuse' | 'inactive' | 'deleted';
  deletedCode: 'free' | 'reserved';
  fault?: keyof typeof faults | undefined;
}

const faults = {
  'a pair gets two active codes': 'two active',
  'a code gets two records': 'code twice',
  'a refused create is stored': 'refused is stored',
  'a deletion is answered and not done': 'lost deletion',
  'a second deactivation moves the time': 'time moves',
  'an inactive record is active again after a delete of another': 'revived',
  'reads lag one write behind': 'late reads',
} as const;

/** A server, as one client finds it; written apart from the model. */
class Server {
  readonly #records: SeenRecord[] = [];
  readonly #codes = new Set<string>();
  readonly #behaviour: Behaviour;
  /** The records as they were before the last write. */
  #before: SeenRecord[] = [];
  #events = 0;

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  answer(input: RecordInput): RecordOutput {
    this.#events += 1;
    const read = this.#has('late reads') ? this.#before : [...this.#records];
    if (input.do === 'list') return read;
    if (input.do === 'active') {
      return read.find(({ pair, status }) => pair === input.pair && status === 'active') ?? 'absent';
    }
    if (input.do === 'lookup') return read.find(({ code }) => code === input.code) ?? 'absent';
    if (input.do === 'get') return read.find(({ id }) => id === input.id) ?? 'absent';
    this.#before = [...this.#records];
    if (input.do === 'create') return this.#create(input.pair, input.code);
    const record = this.#records.find(({ id }) => id === input.id);
    if (!record) return 'absent';
    if (input.do === 'delete') return this.#delete(record);
    if (input.do === 'deactivate' && (record.status === 'active' || this.#has('time moves')))
      return this.#deactivate(record);
    return record;
  }

  #create(pair: string, code: string): RecordOutput {
    const { activeConflict, deletedCode } = this.#behaviour;
    const taken =
      this.#records.some((record) => record.code === code) || (deletedCode === 'reserved' && this.#codes.has(code));
    const active = this.#records.find((record) => record.pair === pair && record.status === 'active');
    const refused =
      (taken && !this.#has('code twice')) || (active && activeConflict === 'refuse' && !this.#has('two active'));
    if (refused && !this.#has('refused is stored')) return 'refused';
    const replaced = refused || this.#has('two active') ? undefined : active;
    if (replaced && activeConflict === 'inactive') this.#deactivate(replaced);
    if (replaced && activeConflict === 'deleted') this.#delete(replaced);
    const created: SeenRecord = { id: `id${this.#events}`, pair, code, status: 'active', deactivatedAt: null };
    this.#records.push(created);
    this.#codes.add(code);
    return refused ? 'refused' : created;
  }

  #deactivate(record: SeenRecord): SeenRecord {
    const inactive: SeenRecord = { ...record, status: 'inactive', deactivatedAt: `at ${this.#events}` };
    this.#records[this.#records.indexOf(record)] = inactive;
    return inactive;
  }

  #delete(record: SeenRecord): RecordOutput {
    if (this.#has('lost deletion')) return 'deleted';
    this.#records.splice(this.#records.indexOf(record), 1);
    const [oldest] = this.#records;
    if (oldest && this.#has('revived')) this.#records[0] = { ...oldest, status: 'active', deactivatedAt: null };
    return 'deleted';
  }

  #has(fault: (typeof faults)[keyof typeof faults]): boolean {
    return this.#behaviour.fault !== undefined && faults[this.#behaviour.fault] === fault;
  }
}

/** What clients do, at which moment each operation takes effect, and how long it travels before and after. */
const plans = fc.array(
  fc.record({
    what: fc.constantFrom('create', 'create', 'create', 'deactivate', 'delete', 'get', 'active', 'lookup', 'list'),
    pair: fc.constantFrom('p1', 'p1', 'p2'),
    code: fc.constantFrom('A', 'B', 'C', 'D'),
    nth: fc.nat(20),
    before: fc.nat(3),
    after: fc.nat(3),
    lost: fc.nat(9).map((drawn) => drawn === 0),
  }),
  { minLength: 10, maxLength: 25, size: 'max' },
);

type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

function historyOf(plan: Plan, behaviour: Behaviour): RecordOperation[] {
  const server = new Server(behaviour);
  const ids: string[] = [];
  return plan.map(({ what, pair, code, nth, before, after, lost }, moment) => {
    const id = ids[nth % Math.max(1, ids.length)] ?? 'unknown';
    const input: RecordInput =
      what === 'create'
        ? { do: what, pair, code }
        : what === 'active'
          ? { do: what, pair }
          : what === 'lookup'
            ? { do: what, code }
            : what === 'list'
              ? { do: what }
              : { do: what, id };
    const output = server.answer(input);
    if (!lost) ids.push(...recordsOf(output).map((record) => record.id));
    const call = moment - before;
    return lost
      ? { client: moment, input, call, return: Infinity }
      : { client: moment, input, output, call, return: moment + after };
  });
}

describe.each(['refuse', 'inactive', 'deleted'] as const)(
  'a server that answers a second active code by %s',
  (activeConflict) => {
    it.each(['free', 'reserved'] as const)(
      'and leaves the code of a deleted record %s has valid histories',
      (deletedCode) => {
        fc.assert(
          fc.property(plans, (plan) => {
            expect(checkHistory(recordModel, historyOf(plan, { activeConflict, deletedCode })).verdict).toBe('valid');
          }),
          { numRuns: 60 },
        );
      },
    );

    it.each(Object.keys(faults) as (keyof typeof faults)[])('is found out where %s', (fault) => {
      const wrong = fc.sample(plans, { numRuns: 40, seed: 1 }).filter((plan) => {
        const { verdict } = checkHistory(recordModel, historyOf(plan, { activeConflict, deletedCode: 'free', fault }));
        return verdict === 'invalid';
      });
      expect(wrong.length).toBeGreaterThan(0);
    });
  },
);
