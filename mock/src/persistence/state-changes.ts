import type { Mock } from '../mock.ts';
import type { World } from '../session.ts';
import type { Change } from '../store/store.ts';
import { changeText, partsOf, savedText, settingsText, stateText } from './state-lines.ts';

/** Writes down what changes in a mock, as lines of a state file. */
export class StateChanges {
  readonly #mock: Mock;
  /** What the lines so far say: the sessions by name, the default one without, and their settings. */
  readonly #written = new Map<string | undefined, { readonly world: World; settings: string }>();
  #lines = '';

  constructor(mock: Mock) {
    this.#mock = mock;
  }

  /** Writes a change of a world's records down; without one all of the world, and without a world whatever differs. */
  note(world?: World, change?: Change): void {
    const written = world && this.#written.get(this.#nameOf(world));
    if (written === undefined || written.world !== world) this.#noteAll();
    else if (change) this.#line(world, { ...partsOf(change), settings: this.#newSettings(written) });
    else this.#noteState(world);
  }

  /** The lines of what was noted since the last call. */
  take(): string {
    const lines = this.#lines;
    this.#lines = '';
    return lines;
  }

  /** The first line: all there is now. */
  whole(): string {
    const [defaultWorld, ...sessions] = this.#worlds();
    this.#written.clear();
    for (const world of this.#worlds())
      this.#written.set(this.#nameOf(world), { world, settings: settingsText(world) });
    return savedText(defaultWorld, sessions);
  }

  /** The sessions as well, least recently used first. */
  #worlds(): [World, ...World[]] {
    return [this.#mock, ...this.#mock.sessions.map((name) => this.#mock.session(name))];
  }

  #nameOf(world: World): string | undefined {
    return world === this.#mock ? undefined : world.name;
  }

  #noteAll(): void {
    const worlds = this.#worlds();
    for (const [name, { world }] of this.#written) {
      if (worlds.includes(world)) continue;
      this.#written.delete(name);
      this.#lines += changeText(name, { ended: 'true' });
    }
    for (const world of worlds) {
      const written = this.#written.get(this.#nameOf(world));
      const settings = written && this.#newSettings(written);
      if (!written) this.#noteState(world);
      else if (settings) this.#line(world, { settings });
    }
  }

  #noteState(world: World): void {
    this.#written.set(this.#nameOf(world), { world, settings: settingsText(world) });
    this.#line(world, { state: stateText(world) });
  }

  #line(world: World, parts: Record<string, string | undefined>): void {
    this.#lines += changeText(this.#nameOf(world), parts);
  }

  /** Undefined where they are as written. */
  #newSettings(written: { readonly world: World; settings: string }): string | undefined {
    const settings = settingsText(written.world);
    if (settings === written.settings) return undefined;
    written.settings = settings;
    return settings;
  }
}
