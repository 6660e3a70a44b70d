import type { Mock } from '../mock.ts';
import { readState } from '../state/state.ts';
import { GrowingFile } from './growing-file.ts';
import { removeLeftovers } from './replace-file.ts';
import { StateChanges } from './state-changes.ts';
import { readSaved, type SavedState } from './state-lines.ts';
import { lockStateFile } from './state-lock.ts';
import { findStateFile, readStateFile } from './state-path.ts';

/** How long after a failure the file is rewritten, in milliseconds. */
const RETRY_DELAY = 1000;

/**
 * Loads the state of a mock from a file, if it exists, and saves every change to it from then on.
 * @param name the path as the user wrote it, for messages.
 * @param log receives a message when the file can no longer be written, and when it can again.
 * @throws {UsageError} if the file cannot be used.
 * @throws the system's error if it cannot be read or written, and any other error if it does not hold a state.
 */
export async function openStateFile(mock: Mock, name: string, log: (message: string) => void): Promise<StateFile> {
  const path = await findStateFile(name);
  const unlock = await lockStateFile(path);
  try {
    await removeLeftovers(path);
    const bytes = await readStateFile(path);
    if (bytes) restore(mock, readSaved(bytes));
    const changes = new StateChanges(mock);
    const file = new GrowingFile(path);
    await file.rewrite(() => changes.firstLine());
    return new StateFile(mock, file, changes, { unlock, log: (message) => log(`${name} ${message}`) });
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
  readonly log: (message: string) => void;
}

/** Saves every change of a mock to a file before its response is sent, in the format of state-lines.ts. */
export class StateFile {
  readonly #mock: Mock;
  readonly #file: GrowingFile;
  readonly #changes: StateChanges;
  readonly #handles: Handles;
  #isScheduled = false;
  #retry: NodeJS.Timeout | undefined;

  /** @param file already holds the first line of `changes`. */
  constructor(mock: Mock, file: GrowingFile, changes: StateChanges, handles: Handles) {
    this.#mock = mock;
    this.#file = file;
    this.#changes = changes;
    this.#handles = handles;
    mock.onChange = (session, change) => {
      changes.add(session, change);
      // Microtasks run before the responses of this turn are sent.
      if (!this.#isScheduled) queueMicrotask(() => this.#append());
      this.#isScheduled = true;
    };
  }

  /** Rewrites the file as one JSON document, closes it, and resolves with whether everything was saved. */
  async end(): Promise<boolean> {
    this.#mock.onChange = undefined;
    this.#changes.add();
    this.#append();
    await this.#file.idle();
    clearTimeout(this.#retry);
    const isSaved = await this.#rewriteLast();
    await this.#file.close();
    await this.#handles.unlock();
    return isSaved;
  }

  /** If rewriting fails, the file is still complete, unless an append had failed before. */
  async #rewriteLast(): Promise<boolean> {
    try {
      await this.#file
        .rewrite(() => this.#changes.firstLine())
        .catch((error) => {
          if (this.#file.isBehind) throw error;
          return this.#file.sync();
        });
      return true;
    } catch (error) {
      this.#handles.log(`does not contain the last changes: ${(error as Error).message}`);
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
      this.#handles.log(
        `cannot be written (${reason}); changes are kept in memory, and the mock tries again every second`,
      );
      this.#rewriteSoon();
    }
    // If that fails, the file only grows longer.
    if (this.#file.isLong) this.#file.rewrite(() => this.#changes.firstLine()).catch(() => {});
  }

  #rewriteSoon(): void {
    this.#retry = setTimeout(async () => {
      try {
        await this.#file.rewrite(() => this.#changes.firstLine());
        this.#handles.log('can be written again, and contains all changes');
      } catch {
        this.#rewriteSoon();
      }
    }, RETRY_DELAY);
  }
}
