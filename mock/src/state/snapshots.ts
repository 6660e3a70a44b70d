import { InputError, LimitError } from '../errors.ts';
import { fromJson, type Json, toJson } from '../message/json.ts';
import type { State } from './state.ts';

/** As in `control.yaml`. In a URL, `.` and `..` would lead to another path. */
const isSnapshotName = (name: string): boolean => /^(?!\.{1,2}$).{1,100}$/su.test(name);

const MAX_SNAPSHOTS = 100;
/** How many characters of JSON all snapshots together may have. */
const MAX_CHARACTERS = 64 * 2 ** 20;

/** States by name, for every session of a mock. When there are too many or they are too large, the oldest is dropped. */
export class Snapshots {
  readonly #states = new Map<string, Json<Required<State>>>();
  readonly #maxCharacters: number;
  #characters = 0;

  /** @param maxCharacters how many characters of JSON all snapshots together may have. */
  constructor(maxCharacters = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  /**
   * Saves a state, and replaces the snapshot of this name.
   * @throws {InputError} if a snapshot cannot have this name.
   * @throws {LimitError} if the state alone is too large.
   */
  save(name: string, state: Required<State>): void {
    if (!isSnapshotName(name))
      throw new InputError('the name of a snapshot must be 1 to 100 characters; the names . and .. are not allowed');
    const json = toJson(state);
    if (json.length > this.#maxCharacters)
      throw new LimitError(
        `snapshots may take ${this.#maxCharacters} characters of JSON, and this one has ${json.length}`,
      );
    this.delete(name);
    this.#states.set(name, json);
    this.#characters += json.length;
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= MAX_SNAPSHOTS && this.#characters <= this.#maxCharacters) break;
      this.delete(oldest);
    }
  }

  /** Returns a copy of a snapshot; undefined if there is none of this name. */
  get(name: string): Required<State> | undefined {
    const json = this.#states.get(name);
    return json && fromJson(json);
  }

  delete(name: string): void {
    this.#characters -= this.#states.get(name)?.length ?? 0;
    this.#states.delete(name);
  }

  /** The names of the snapshots, the oldest first. */
  get names(): string[] {
    return [...this.#states.keys()];
  }
}
