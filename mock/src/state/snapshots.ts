import { LimitError } from '../errors.ts';
import { fromJson, type Json, toJson } from '../message/json.ts';
import type { State } from './state.ts';

const MOST = 100;
/** Characters of JSON that all snapshots together may take. */
const MOST_CHARACTERS = 64 * 2 ** 20;

/** States by name, for every session of a mock. Bounded in number and size: the one saved longest ago goes first. */
export class Snapshots {
  readonly #states = new Map<string, Json<Required<State>>>();
  readonly #mostCharacters: number;
  #characters = 0;

  /** @param mostCharacters how much JSON all of them together may take; 64 Mi unless given. */
  constructor(mostCharacters = MOST_CHARACTERS) {
    this.#mostCharacters = mostCharacters;
  }

  /** Throws a LimitError where the state alone is too large. */
  save(name: string, state: Required<State>): void {
    const json = toJson(state);
    if (json.length > this.#mostCharacters)
      throw new LimitError(`snapshots may take ${this.#mostCharacters} characters of JSON, and this is ${json.length}`);
    this.delete(name);
    this.#states.set(name, json);
    this.#characters += json.length;
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= MOST && this.#characters <= this.#mostCharacters) break;
      this.delete(oldest);
    }
  }

  /** A copy of the caller's own. */
  get(name: string): Required<State> | undefined {
    const json = this.#states.get(name);
    return json && fromJson(json);
  }

  delete(name: string): void {
    this.#characters -= this.#states.get(name)?.length ?? 0;
    this.#states.delete(name);
  }

  /** Saved longest ago first. */
  get names(): string[] {
    return [...this.#states.keys()];
  }
}
