import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { Session } from '../session.ts';
import { readState, type State } from '../state/state.ts';
import type { Change } from '../store/store.ts';

// The format of a state file: JSON lines. The first line holds the whole state; alone it is an ordinary JSON document.
// Each further line is one change. A last line without a newline is ignored: the mock was killed while it wrote it.

/** The first line. */
export interface SavedState {
  readonly default: State;
  readonly sessions: Readonly<Record<string, State>>;
}

type Settings = Omit<State, 'records'>;

/** A further line: a change of one session, which is the default session if there is no name. */
interface ChangeLine {
  readonly session?: string;
  /** Replaces the whole session. */
  readonly state?: State;
  readonly add?: ReferralCodeRecord;
  readonly replace?: ReferralCodeRecord;
  /** The id of the record to remove. */
  readonly remove?: string;
  readonly settings?: Settings;
  readonly ended?: true;
}

/** The state without the records, as JSON. */
export const settingsText = ({ clock, ids, onActiveConflict }: Session): string =>
  JSON.stringify({ clock: clock.setting, ids: ids.state, onActiveConflict });

/** The state as JSON. */
export const stateText = (session: Session): string =>
  `{"records":${session.store.page(0, session.store.size)},${settingsText(session).slice(1)}`;

/** The first line. */
export function savedText(defaultSession: Session, sessions: readonly Session[]): string {
  const members = sessions.map((session) => `${JSON.stringify(session.name)}:${stateText(session)}`);
  return `{"default":${stateText(defaultSession)},"sessions":{${members.join()}}}\n`;
}

/** A further line. @param parts the other members of a ChangeLine, as JSON. */
export const changeText = (
  session: string | undefined,
  parts: Readonly<Record<string, string | undefined>>,
): string => {
  const members = Object.entries({ session: session && JSON.stringify(session), ...parts });
  const present = members.filter(([, json]) => json !== undefined);
  return `{${present.map(([name, json]) => `"${name}":${json}`).join()}}\n`;
};

/** A change of records as parts of a ChangeLine. */
export const partsOf = ({ add, replace, remove }: Change): Record<string, string | undefined> => ({
  add: add?.json,
  replace: replace?.json,
  remove: remove === undefined ? undefined : JSON.stringify(remove),
});

/**
 * Reads a state file and applies all its changes. Does not validate the resulting states.
 * @throws {SyntaxError} if a line is not JSON; names the line.
 * @throws {StateError} if there are changes, but a state that they apply to is invalid.
 */
export function readSaved(bytes: Buffer): SavedState {
  const [first = '', ...changes] = linesIn(bytes);
  const saved = parseJson(first) as SavedState | undefined;
  // Somebody may have edited the file and spread its one document over several lines.
  if (saved === undefined) return JSON.parse(bytes.toString());
  if (changes.length === 0) return saved;
  const sessions = new Map(Object.entries(saved.sessions).map(([name, state]) => [name, new Replay(state)]));
  let defaultSession = new Replay(saved.default);
  for (const [index, text] of changes.entries()) {
    const line = parseJson(text) as ChangeLine | undefined;
    if (!line)
      throw new SyntaxError(
        `line ${index + 2} is not JSON; to go back to the state before it, delete this line and all lines after it`,
      );
    const { session, state, ended } = line;
    if (session === undefined && state) defaultSession = new Replay(state);
    else if (session === undefined) defaultSession.apply(line);
    else if (state) sessions.set(session, new Replay(state));
    else if (ended) sessions.delete(session);
    else sessions.get(session)?.apply(line);
  }
  const states = [...sessions].map(([name, { state }]) => [name, state]);
  return { default: defaultSession.state, sessions: Object.fromEntries(states) };
}

/** The state of a session while changes are applied to it. */
class Replay {
  readonly #records: Map<string, ReferralCodeRecord>;
  #settings: Settings;

  constructor(state: unknown) {
    const { records, ...settings } = readState(state);
    this.#records = new Map(records.map((record) => [record.id, record]));
    this.#settings = settings;
  }

  get state(): State {
    return { ...this.#settings, records: [...this.#records.values()] };
  }

  /** A record that is replaced keeps its position. */
  apply({ remove, replace, add, settings }: ChangeLine): void {
    if (remove !== undefined) this.#records.delete(remove);
    if (replace) this.#records.set(replace.id, replace);
    if (add) this.#records.set(add.id, add);
    if (settings) this.#settings = settings;
  }
}

/** Yields the lines that end with a newline. */
function* linesIn(bytes: Buffer): Generator<string> {
  for (let start = 0, end = bytes.indexOf('\n'); end >= 0; start = end + 1, end = bytes.indexOf('\n', start))
    yield bytes.toString('utf8', start, end);
}

/** Returns undefined if it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
