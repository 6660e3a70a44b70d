import fc from 'fast-check';

/** A step of a random sequence. Pairs, codes and records are given by their index in the sequence. */
export type Step =
  | { do: 'create'; pair: number; code: number }
  | { do: 'deactivate' | 'delete' | 'get'; record: number }
  /** `retire` deactivates the active record of the pair. */
  | { do: 'active' | 'retire'; pair: number }
  | { do: 'lookup'; code: number };

export const PAIRS = 2;
export const CODES = 8;

/** Generates sequences of steps on a few pairs and codes. */
export function sequences(): fc.Arbitrary<Step[]> {
  // One pair is used more often than the others, so that its records pass through many states.
  const pair = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(PAIRS - 1) });
  const code = fc.nat(CODES - 1);
  const record = fc.nat(7);
  const create: fc.Arbitrary<Step> = fc.record({ do: fc.constant('create' as const), pair, code });
  const one = (what: 'deactivate' | 'delete' | 'get'): fc.Arbitrary<Step> =>
    fc.record({ do: fc.constant(what), record });
  // Without a bias to small values: a sequence of two steps seldom finds a fault.
  return fc.noBias(
    fc.array(
      fc.oneof(
        { weight: 10, arbitrary: create },
        // By its index, the active record of the pair would seldom be chosen.
        { weight: 8, arbitrary: fc.record({ do: fc.constant('retire' as const), pair }) },
        { weight: 2, arbitrary: one('deactivate') },
        { weight: 4, arbitrary: one('delete') },
        { weight: 1, arbitrary: one('get') },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('active' as const), pair }) },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('lookup' as const), code }) },
      ),
      { minLength: 1, maxLength: 40, size: 'max' },
    ),
  );
}

/** The state of a record in the model. */
export interface ModelRecord {
  id: string;
  pair: number;
  code: number;
  status: 'active' | 'inactive' | 'deleted';
}

/** A sequential model of the rules: what a server must store after a sequence of steps. It shares no code with any server. */
export class Model {
  /** Every record that was created, in order, including deleted ones. */
  readonly records: ModelRecord[] = [];

  /** The record with an index, modulo the number of records; undefined if there is none. */
  record(number: number): ModelRecord | undefined {
    return this.records[number % Math.max(1, this.records.length)];
  }

  active(pair: number): ModelRecord | undefined {
    return this.records.find((record) => record.pair === pair && record.status === 'active');
  }

  owner(code: number): ModelRecord | undefined {
    return this.records.find((record) => record.code === code && record.status !== 'deleted');
  }

  /** What create must do. If the pair has an active code, the server may refuse the create or replace that code. */
  create(pair: number, code: number): 'accept' | 'refuse' | 'either' {
    if (this.owner(code)) return 'refuse';
    return this.active(pair) ? 'either' : 'accept';
  }
}
