import fc from 'fast-check';

/** A step of a random sequence. Pairs, codes and records are numbers: the nth of the sequence's own. */
export type Step =
  | { do: 'create'; pair: number; code: number }
  | { do: 'deactivate' | 'delete' | 'get'; record: number }
  | { do: 'active' | 'retire'; pair: number }
  | { do: 'lookup'; code: number };

export const PAIRS = 2;
export const CODES = 8;

/** Any sequence of steps on a handful of pairs and codes. */
export function sequences(): fc.Arbitrary<Step[]> {
  // One pair is used more than the others, so that much happens to it.
  const pair = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(PAIRS - 1) });
  const code = fc.nat(CODES - 1);
  const record = fc.nat(7);
  const create: fc.Arbitrary<Step> = fc.record({ do: fc.constant('create' as const), pair, code });
  const one = (what: 'deactivate' | 'delete' | 'get'): fc.Arbitrary<Step> =>
    fc.record({ do: fc.constant(what), record });
  // No bias to the small: a sequence of two steps seldom tells anything.
  return fc.noBias(
    fc.array(
      fc.oneof(
        { weight: 10, arbitrary: create },
        // The pair's active record: by its number it would seldom be hit.
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

/** A record as the model knows it. */
export interface Known {
  id: string;
  pair: number;
  code: number;
  status: 'active' | 'inactive' | 'deleted';
}

/** The rules in small: what a server must hold after a sequence of steps. Written apart from every server. */
export class Model {
  /** Every record ever made, in order. */
  readonly records: Known[] = [];

  /** The record a number stands for; none while there is none. */
  record(number: number): Known | undefined {
    return this.records[number % Math.max(1, this.records.length)];
  }

  active(pair: number): Known | undefined {
    return this.records.find((record) => record.pair === pair && record.status === 'active');
  }

  owner(code: number): Known | undefined {
    return this.records.find((record) => record.code === code && record.status !== 'deleted');
  }

  /** What create must do: a taken code is refused; a pair with an active code may refuse it or replace the active one. */
  create(pair: number, code: number): 'accept' | 'refuse' | 'either' {
    if (this.owner(code)) return 'refuse';
    return this.active(pair) ? 'either' : 'accept';
  }
}
