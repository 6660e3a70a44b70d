import { LimitError } from '../errors.ts';

/** Limits how many requests of one kind may be open at a time. */
export class ConcurrencyLimit {
  readonly #limit: number;
  readonly #name: string;
  #open = 0;

  /** @param name the plural noun for such requests in error messages. */
  constructor(limit: number, name: string) {
    this.#limit = limit;
    this.#name = name;
  }

  /**
   * Counts one more open request and returns the function that ends it, which may be called several times.
   * @throws {LimitError} if the limit is reached.
   */
  acquire(): () => void {
    if (this.#open >= this.#limit)
      throw new LimitError(`There are ${this.#limit} ${this.#name} already, which is the limit; end one first.`);
    this.#open++;
    let isOpen = true;
    return () => {
      if (isOpen) this.#open--;
      isOpen = false;
    };
  }
}
