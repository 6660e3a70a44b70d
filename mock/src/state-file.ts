import { open, readFile, rename } from 'node:fs/promises';
import type { Mock } from './mock.ts';
import { readState, type State } from './state.ts';

/** What the file holds: the state of every world. */
interface Saved {
  readonly default: State;
  readonly sessions: Readonly<Record<string, State>>;
}

/** How long changes are gathered before they are saved, in milliseconds: what a kill can lose. */
const GATHER = 20;

/** Keeps the state of a mock in a file that is whole at any moment. */
export class StateFile {
  readonly #mock: Mock;
  readonly #path: string;
  readonly #failed: (error: unknown) => void;
  #saving: Promise<void> | undefined;
  #dirty = false;

  /** @param failed is told when a save failed; the next change tries again. */
  constructor(mock: Mock, path: string, failed: (error: unknown) => void) {
    this.#mock = mock;
    this.#path = path;
    this.#failed = failed;
  }

  /** Takes the state from the file, if there is one, and saves every change from now on. Rejects where the file holds no state. */
  async begin(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    if (text !== undefined) this.#take(JSON.parse(text));
    this.#mock.onChange = () => this.#changed();
    this.#changed();
    await this.end();
  }

  /** Resolves once every change so far is saved. */
  async end(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  #take({ default: state, sessions }: Saved): void {
    const worlds = Object.entries(sessions ?? {}).map(([name, session]) => [name, readState(session)] as const);
    this.#mock.restore(state);
    for (const [name, session] of worlds) this.#mock.session(name).restore(session);
  }

  #changed(): void {
    this.#dirty = true;
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined;
    });
  }

  /** One save at a time, and another for what changed meanwhile. */
  async #saveAll(): Promise<void> {
    while (this.#dirty) {
      await new Promise((resolve) => setTimeout(resolve, GATHER));
      this.#dirty = false;
      await this.#save().catch(this.#failed);
    }
  }

  /** Beside the file first, to the disk, and then in its place in one step. */
  async #save(): Promise<void> {
    const names = this.#mock.sessions;
    const sessions = Object.fromEntries(names.map((name) => [name, this.#mock.session(name).snapshot()]));
    const saved: Saved = { default: this.#mock.snapshot(), sessions };
    const beside = `${this.#path}.tmp`;
    const file = await open(beside, 'w');
    try {
      await file.writeFile(JSON.stringify(saved));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, this.#path);
  }
}
