import { examples } from '@referral-codes/sdk/contract';
import { STRIDE, scatter } from './random.ts';

/** Where ids come from. */
export type IdSource = () => string;

const [PREFIX, DIGITS] = examples.createCode.response.id.split('_') as [string, string];
/** A byte in hexadecimal; toString(16) would work in floating point. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const FIRST = Number.parseInt(DIGITS, 16);

/** What decides every id to come. */
export interface IdState {
  readonly seed: number;
  /** How many were drawn. */
  readonly drawn: number;
}

/**
 * The ids of a seed: the same for the same seed, none twice in 2³² draws, the first always the documented one, so that
 * a mock with no record of that id answers the documented request with the documented response.
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
    // Scattering and the stride are both one-to-one on 32 bits, so no two draws agree.
    const number = (FIRST ^ scatter(this.#seed) ^ scatter(this.#seed + Math.imul(this.#drawn, STRIDE))) >>> 0;
    this.#drawn = (this.#drawn + 1) >>> 0;
    return `${PREFIX}_${HEX[number >>> 24]}${HEX[(number >>> 16) & 255]}${HEX[(number >>> 8) & 255]}${HEX[number & 255]}`;
  }
}
