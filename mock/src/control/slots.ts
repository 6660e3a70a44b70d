import { LimitError } from '../errors.ts';

/** Bounds how many of something are under way at a time. */
export class Slots {
  readonly #most: number;
  readonly #what: string;
  #taken = 0;

  /** @param what is named where there are too many. */
  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  /** Takes one and answers what gives it back. Throws a LimitError where all are taken. */
  take(): () => void {
    if (this.#taken >= this.#most)
      throw new LimitError(`There are ${this.#most} ${this.#what} already, and no more may be; end one first.`);
    this.#taken++;
    let given = false;
    return () => {
      if (!given) this.#taken--;
      given = true;
    };
  }
}
