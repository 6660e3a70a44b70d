import type { Mock } from '../mock.ts';
import type { Session } from '../session.ts';
import { DEFAULT_SESSION } from '../sessions.ts';
import type { Change } from '../store/store.ts';
import { changeText, partsOf, savedText, settingsText, stateText } from './state-lines.ts';

/** Writes down what changes in a mock, as lines of a state file. */
export class StateChanges {
  readonly #mock: Mock;
  /** What the lines so far say: the sessions by name, the default one without, and their settings. */
  readonly #written = new Map<string | undefined, { readonly session: Session; settings: string }>();
  #lines = '';

  constructor(mock: Mock) {
    this.#mock = mock;
  }

  /** Writes a change of a session's records down; without one all of the session, and without a session whatever differs. */
  note(session?: Session, change?: Change): void {
    const written = session && this.#written.get(this.#nameOf(session));
    if (written === undefined || written.session !== session) this.#noteAll();
    else if (change) this.#line(session, { ...partsOf(change), settings: this.#newSettings(written) });
    else this.#noteState(session);
  }

  /** The lines of what was noted since the last call. */
  take(): string {
    const lines = this.#lines;
    this.#lines = '';
    return lines;
  }

  /** The first line: all there is now. */
  whole(): string {
    const [defaultSession, ...sessions] = this.#sessions();
    this.#written.clear();
    for (const session of this.#sessions())
      this.#written.set(this.#nameOf(session), { session, settings: settingsText(session) });
    return savedText(defaultSession, sessions);
  }

  /** The sessions as well, least recently used first. */
  #sessions(): [Session, ...Session[]] {
    return [this.#mock.session(DEFAULT_SESSION), ...this.#mock.sessions.map((name) => this.#mock.session(name))];
  }

  #nameOf(session: Session): string | undefined {
    return session.name === DEFAULT_SESSION ? undefined : session.name;
  }

  #noteAll(): void {
    const sessions = this.#sessions();
    for (const [name, { session }] of this.#written) {
      if (sessions.includes(session)) continue;
      this.#written.delete(name);
      this.#lines += changeText(name, { ended: 'true' });
    }
    for (const session of sessions) {
      const written = this.#written.get(this.#nameOf(session));
      const settings = written && this.#newSettings(written);
      if (!written) this.#noteState(session);
      else if (settings) this.#line(session, { settings });
    }
  }

  #noteState(session: Session): void {
    this.#written.set(this.#nameOf(session), { session, settings: settingsText(session) });
    this.#line(session, { state: stateText(session) });
  }

  #line(session: Session, parts: Record<string, string | undefined>): void {
    this.#lines += changeText(this.#nameOf(session), parts);
  }

  /** Undefined where they are as written. */
  #newSettings(written: { readonly session: Session; settings: string }): string | undefined {
    const settings = settingsText(written.session);
    if (settings === written.settings) return undefined;
    written.settings = settings;
    return settings;
  }
}
