import { examples } from '@referral-codes/sdk/contract';
import { STRIDE, scatter } from './random.ts';

/** Returns the next id. */
export type IdSource = () => string;

const [PREFIX, DIGITS] = examples.createCode.response.id.split('_') as [string, string];
const FIRST = Number.parseInt(DIGITS, 16);

/** Decides all ids that follow. */
export interface IdState {
  readonly seed: number;
  /** How many ids were drawn. */
  readonly drawn: number;
}

/**
 * The ids that a seed decides. None comes twice in 2³² draws. The first is always the id that the source document shows, so
 * that a mock without records answers the documented request with the documented response.
 */
export class SeededIds {
  #seed: number;
  #drawn: number;

  constructor(state: IdState) {
    this.#seed = state.seed;
    this.#drawn = state.drawn;
  }

  get state(): IdState {
    return { seed: this.#seed, drawn: this.#drawn };
  }

  set state({ seed, drawn }: IdState) {
    this.#seed = seed;
    this.#drawn = drawn;
  }

  next(): string {
    // `scatter` and the multiplication by STRIDE are one-to-one on 32 bits, so that no two draws are equal.
    const number = (FIRST ^ scatter(this.#seed) ^ scatter(this.#seed + Math.imul(this.#drawn, STRIDE))) >>> 0;
    this.#drawn = (this.#drawn + 1) >>> 0;
    return `${PREFIX}_${number.toString(16).padStart(8, '0')}`;
  }
}
