import type { Mock } from '../mock.ts';
import type { Session } from '../session.ts';
import { DEFAULT_SESSION } from '../sessions.ts';
import type { Change } from '../store/store.ts';
import { changeText, partsOf, savedText, settingsText, stateText } from './state-lines.ts';

/** Collects the changes of a mock as lines of a state file. */
export class StateChanges {
  readonly #mock: Mock;
  /** The sessions and settings that the lines so far describe, by name; the default session has the key undefined. */
  readonly #written = new Map<string | undefined, { readonly session: Session; settings: string }>();
  #lines = '';

  constructor(mock: Mock) {
    this.#mock = mock;
  }

  /** Adds a change of records. Without `change` it adds the whole session; without `session` it adds every difference. */
  add(session?: Session, change?: Change): void {
    const written = session && this.#written.get(this.#nameOf(session));
    if (written === undefined || written.session !== session) this.#addDifferences();
    else if (change) this.#addLine(session, { ...partsOf(change), settings: this.#newSettings(written) });
    else this.#addState(session);
  }

  /** Returns the lines that were added since the last call. */
  take(): string {
    const lines = this.#lines;
    this.#lines = '';
    return lines;
  }

  /** Returns the first line of a state file: the whole state. */
  firstLine(): string {
    const [defaultSession, ...sessions] = this.#sessions();
    this.#written.clear();
    for (const session of this.#sessions())
      this.#written.set(this.#nameOf(session), { session, settings: settingsText(session) });
    return savedText(defaultSession, sessions);
  }

  /** The default session, then the others, the least recently used first. */
  #sessions(): [Session, ...Session[]] {
    return [this.#mock.session(DEFAULT_SESSION), ...this.#mock.sessions.map((name) => this.#mock.session(name))];
  }

  #nameOf(session: Session): string | undefined {
    return session.name === DEFAULT_SESSION ? undefined : session.name;
  }

  #addDifferences(): void {
    const sessions = this.#sessions();
    for (const [name, { session }] of this.#written) {
      if (sessions.includes(session)) continue;
      this.#written.delete(name);
      this.#lines += changeText(name, { ended: 'true' });
    }
    for (const session of sessions) {
      const written = this.#written.get(this.#nameOf(session));
      const settings = written && this.#newSettings(written);
      if (!written) this.#addState(session);
      else if (settings) this.#addLine(session, { settings });
    }
  }

  #addState(session: Session): void {
    this.#written.set(this.#nameOf(session), { session, settings: settingsText(session) });
    this.#addLine(session, { state: stateText(session) });
  }

  #addLine(session: Session, parts: Record<string, string | undefined>): void {
    this.#lines += changeText(this.#nameOf(session), parts);
  }

  /** The settings as JSON; undefined if they have not changed. */
  #newSettings(written: { readonly session: Session; settings: string }): string | undefined {
    const settings = settingsText(written.session);
    if (settings === written.settings) return undefined;
    written.settings = settings;
    return settings;
  }
}
