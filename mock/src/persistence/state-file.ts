import type { Mock } from '../mock.ts';
import { readState } from '../state/state.ts';
import { GrowingFile } from './growing-file.ts';
import { removeLeftovers } from './replace-file.ts';
import { StateChanges } from './state-changes.ts';
import { readSaved, type SavedState } from './state-lines.ts';
import { lockStateFile } from './state-lock.ts';
import { findStateFile, readStateFile } from './state-path.ts';

/** How long after a failure the file is rewritten, in milliseconds. */
const RETRY = 1000;

/**
 * Takes the state of a mock from a file, if it is there, and writes it. Rejects with a UsageError where the file cannot
 * be used, with the system's error where it cannot be read or written, and with any other where it holds no state.
 * @param say is told when the file can no longer be written, and when it can again.
 */
export async function openStateFile(mock: Mock, given: string, say: (message: string) => void): Promise<StateFile> {
  const path = await findStateFile(given);
  const unlock = await lockStateFile(path);
  try {
    await removeLeftovers(path);
    const bytes = await readStateFile(path);
    if (bytes) restore(mock, readSaved(bytes));
    const changes = new StateChanges(mock);
    const file = new GrowingFile(path);
    await file.rewrite(() => changes.whole());
    return new StateFile(mock, file, changes, { unlock, say: (message) => say(`${given} ${message}`) });
  } catch (error) {
    await unlock();
    throw error;
  }
}

function restore(mock: Mock, { default: state, sessions }: SavedState): void {
  const states = Object.entries(sessions ?? {}).map(([name, session]) => [name, readState(session)] as const);
  mock.restore(state);
  for (const [name, session] of states) mock.session(name).restore(session);
}

interface Handles {
  readonly unlock: () => Promise<void>;
  readonly say: (message: string) => void;
}

/** Keeps the state of a mock in a file, in the format of state-lines.ts: a change is there before its response is sent. */
export class StateFile {
  readonly #mock: Mock;
  readonly #file: GrowingFile;
  readonly #changes: StateChanges;
  readonly #handles: Handles;
  #isScheduled = false;
  #retry: NodeJS.Timeout | undefined;

  /** @param file holds all of `changes` already. */
  constructor(mock: Mock, file: GrowingFile, changes: StateChanges, handles: Handles) {
    this.#mock = mock;
    this.#file = file;
    this.#changes = changes;
    this.#handles = handles;
    mock.onChange = (session, change) => {
      changes.note(session, change);
      // Microtasks run before anything of this turn is sent.
      if (!this.#isScheduled) queueMicrotask(() => this.#append());
      this.#isScheduled = true;
    };
  }

  /** Leaves the file as one JSON document, on the disk, and tells whether it holds everything. */
  async end(): Promise<boolean> {
    this.#mock.onChange = undefined;
    this.#changes.note();
    this.#append();
    await this.#file.idle();
    clearTimeout(this.#retry);
    const isSaved = await this.#rewriteLast();
    await this.#file.close();
    await this.#handles.unlock();
    return isSaved;
  }

  /** Where that fails, the file is complete all the same, unless it could not be appended to either. */
  async #rewriteLast(): Promise<boolean> {
    try {
      await this.#file
        .rewrite(() => this.#changes.whole())
        .catch((error) => {
          if (this.#file.isBehind) throw error;
          return this.#file.sync();
        });
      return true;
    } catch (error) {
      this.#handles.say(`lacks the last changes: ${(error as Error).message}`);
      return false;
    }
  }

  #append(): void {
    this.#isScheduled = false;
    const lines = this.#changes.take();
    if (lines === '') return;
    try {
      this.#file.append(lines);
    } catch (error) {
      const reason = (error as Error).message;
      this.#handles.say(`cannot be written (${reason}); changes are in memory only until it can, tried every second`);
      this.#rewriteSoon();
    }
    // Where that fails, the file just grows on.
    if (this.#file.isLong) this.#file.rewrite(() => this.#changes.whole()).catch(() => {});
  }

  #rewriteSoon(): void {
    this.#retry = setTimeout(async () => {
      try {
        await this.#file.rewrite(() => this.#changes.whole());
        this.#handles.say('is written again, with every change');
      } catch {
        this.#rewriteSoon();
      }
    }, RETRY);
  }
}
