import { InputError } from './errors.ts';
import { JOURNAL_BYTES, JOURNALS_BYTES } from './journal/journal.ts';
import type { ProblemDetails } from './message/problem.ts';
import { Session, type SessionOptions } from './session.ts';

/** The request header that names a session. */
export const SESSION_HEADER = 'X-Mock-Session';

/** The name of the session of requests without that header. */
export const DEFAULT_SESSION = 'default';

/** Which names a session may have, for error messages. In a URL, `.` and `..` would lead to another path. */
const SESSION_NAMES = '1 to 64 characters of A-Z a-z 0-9 . _ -; the names . and .. are not allowed';

export const isSessionName = (name: string): boolean => /^(?!\.{1,2}$)[\w.-]{1,64}$/.test(name);

/** The problem of a request whose header names a session that cannot exist. */
export const invalidSessionName: ProblemDetails = {
  problem: 'invalid-request',
  detail: `The header ${SESSION_HEADER} must be ${SESSION_NAMES}.`,
  errors: [{ pointer: '#', detail: `the header ${SESSION_HEADER} does not name a session` }],
};

/** The sessions of a mock. The default session always exists. If there are too many others, the least recently used is dropped. */
export class Sessions {
  readonly default: Session;
  readonly #max: number;
  readonly #options: Omit<SessionOptions, 'name'>;
  /** All but the default one, the least recently used first. */
  readonly #named = new Map<string, Session>();

  /** @param max how many sessions there may be beside the default one. */
  constructor(max: number, options: Omit<SessionOptions, 'name'>) {
    this.#max = max;
    this.#options = options;
    this.default = new Session({ ...options, name: DEFAULT_SESSION });
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
   * Returns the session of this name. Makes it if it does not exist.
   * @throws {InputError} if a session cannot have this name.
   */
  get(name: string): Session {
    if (name === DEFAULT_SESSION) return this.default;
    const known = this.#named.get(name);
    if (!known && !isSessionName(name)) throw new InputError(`the name of a session must be ${SESSION_NAMES}`);
    const session = known ?? new Session({ ...this.#options, name });
    // A Map keeps the order of insertion, so that the session becomes the most recently used one.
    this.#named.delete(name);
    this.#named.set(name, session);
    if (!known) this.#afterChange();
    return session;
  }

  /** As `Mock.fork`. */
  fork(from: string, to: string): Session {
    const state = this.get(from).snapshot();
    const forked = this.get(to);
    forked.startFrom(state);
    return forked;
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
