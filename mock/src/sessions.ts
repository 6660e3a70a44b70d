import { InputError } from './errors.ts';
import { JOURNAL_BYTES, JOURNALS_BYTES } from './journal/journal.ts';
import type { Session } from './session.ts';

/** The name of the session that requests without the header `X-Mock-Session` are for. */
export const DEFAULT_SESSION = 'default';

/** Which names a session may have, for error messages. In a URL, `.` and `..` would lead to another path. */
export const SESSION_NAMES = '1 to 64 characters of A-Z a-z 0-9 . _ -; the names . and .. are not allowed';

export const isSessionName = (name: string): boolean => /^(?!\.{1,2}$)[\w.-]{1,64}$/.test(name);

/** The sessions of a mock. The default one always exists; when there are too many others, the least recently used is dropped. */
export class Sessions {
  readonly default: Session;
  readonly #make: (name: string) => Session;
  readonly #max: number;
  /** All but the default one, the least recently used first. */
  readonly #named = new Map<string, Session>();

  /** @param max how many sessions there may be beside the default one. */
  constructor(make: (name: string) => Session, max: number) {
    this.#make = make;
    this.#max = max;
    this.default = make(DEFAULT_SESSION);
  }

  /** The names of all but the default session, the least recently used first. */
  get names(): string[] {
    return [...this.#named.keys()];
  }

  /** All sessions, the default one first. */
  get all(): [Session, ...Session[]] {
    return [this.default, ...this.#named.values()];
  }

  /**
   * Returns the session of this name, which is made if it does not exist.
   * @throws {InputError} if a session cannot have this name.
   */
  get(name: string): Session {
    if (name === DEFAULT_SESSION) return this.default;
    const known = this.#named.get(name);
    if (!known && !isSessionName(name)) throw new InputError(`the name of a session must be ${SESSION_NAMES}`);
    const session = known ?? this.#make(name);
    // A Map keeps the order of insertion, so that the session becomes the most recently used one.
    this.#named.delete(name);
    this.#named.set(name, session);
    if (!known) this.#afterChange();
    return session;
  }

  /** Returns whether there was such a session beside the default one. */
  delete(name: string): boolean {
    const isDeleted = this.#named.delete(name);
    if (isDeleted) this.#afterChange();
    return isDeleted;
  }

  #afterChange(): void {
    for (const name of this.names.slice(0, Math.max(0, this.#named.size - this.#max))) this.#named.delete(name);
    // All journals together stay within their limit.
    const limit = Math.min(JOURNAL_BYTES, JOURNALS_BYTES / (1 + this.#named.size));
    for (const { journal } of this.all) journal.limit = limit;
  }
}
