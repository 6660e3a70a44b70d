import type { State } from './state.ts';

/** Each may hold every record of a world. */
const MOST = 100;

/** States by name, for every session of a mock. Bounded: the one saved longest ago goes first. */
export class Snapshots {
  readonly #states = new Map<string, Required<State>>();

  save(name: string, state: Required<State>): void {
    this.#states.delete(name);
    this.#states.set(name, state);
    if (this.#states.size > MOST) this.#states.delete(this.#states.keys().next().value!);
  }

  get(name: string): Required<State> | undefined {
    return this.#states.get(name);
  }

  delete(name: string): void {
    this.#states.delete(name);
  }

  /** Saved longest ago first. */
  get names(): string[] {
    return [...this.#states.keys()];
  }
}
