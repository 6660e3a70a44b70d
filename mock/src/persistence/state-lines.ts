import type { ReferralCodeRecord } from '@referral-codes/sdk/contract';
import type { Session } from '../session.ts';
import { readState, type State } from '../state/state.ts';
import type { Change } from '../store/store.ts';

// The format of a state file: JSON lines. The first holds the whole state, and on its own it is an ordinary JSON
// document. Each further line is one change; a last line that does not end with a newline was being written when the
// mock was killed, and does not count.

/** The first line. */
export interface SavedState {
  readonly default: State;
  readonly sessions: Readonly<Record<string, State>>;
}

type Settings = Omit<State, 'records'>;

/** A further line: what became of one session, the default one where none is named. */
interface ChangeLine {
  readonly session?: string;
  /** All of it, in the place of what it was. */
  readonly state?: State;
  readonly add?: ReferralCodeRecord;
  readonly replace?: ReferralCodeRecord;
  /** The id of a record. */
  readonly remove?: string;
  readonly settings?: Settings;
  readonly ended?: true;
}

/** Everything but the records. */
export const settingsText = ({ clock, ids, onActiveConflict }: Session): string =>
  JSON.stringify({ clock: clock.setting, ids: ids.state, onActiveConflict });

export const stateText = (session: Session): string =>
  `{"records":${session.store.page(0, session.store.size)},${settingsText(session).slice(1)}`;

export function savedText(defaultSession: Session, sessions: readonly Session[]): string {
  const members = sessions.map((session) => `${JSON.stringify(session.name)}:${stateText(session)}`);
  return `{"default":${stateText(defaultSession)},"sessions":{${members.join()}}}\n`;
}

/** @param parts the members of a ChangeLine beside `session`, as JSON. */
export const changeText = (
  session: string | undefined,
  parts: Readonly<Record<string, string | undefined>>,
): string => {
  const members = Object.entries({ session: session && JSON.stringify(session), ...parts });
  const present = members.filter(([, json]) => json !== undefined);
  return `{${present.map(([name, json]) => `"${name}":${json}`).join()}}\n`;
};

export const partsOf = ({ add, replace, remove }: Change): Record<string, string | undefined> => ({
  add: add?.json,
  replace: replace?.json,
  remove: remove === undefined ? undefined : JSON.stringify(remove),
});

/**
 * What a state file holds, with every change applied. Throws a SyntaxError that names the line where one is no JSON, and
 * a StateError where a file with changes does not begin with a state; otherwise the states are not validated here.
 */
export function readSaved(bytes: Buffer): SavedState {
  const [first = '', ...changes] = linesIn(bytes);
  const saved = parsed(first) as SavedState | undefined;
  // A file that was written by hand may spread its one document over several lines.
  if (saved === undefined) return JSON.parse(bytes.toString());
  if (changes.length === 0) return saved;
  const sessions = new Map<string | undefined, Replay>([[undefined, new Replay(saved.default)]]);
  for (const [name, state] of Object.entries(saved.sessions)) sessions.set(name, new Replay(state));
  for (const [index, text] of changes.entries()) {
    const line = parsed(text) as ChangeLine | undefined;
    if (!line) throw new SyntaxError(`line ${index + 2} is no JSON; to go back to before it, delete it and all below`);
    if (line.state) sessions.set(line.session, new Replay(line.state));
    else if (line.ended) sessions.delete(line.session);
    else sessions.get(line.session)?.apply(line);
  }
  const defaultState = sessions.get(undefined)!.state;
  sessions.delete(undefined);
  const states = [...sessions].map(([name, { state }]) => [name, state]);
  return { default: defaultState, sessions: Object.fromEntries(states) };
}

/** A session as its changes are applied one after the other. */
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

  /** A record that is replaced keeps its place in the order. */
  apply({ remove, replace, add, settings }: ChangeLine): void {
    if (remove !== undefined) this.#records.delete(remove);
    if (replace) this.#records.set(replace.id, replace);
    if (add) this.#records.set(add.id, add);
    if (settings) this.#settings = settings;
  }
}

/** Only lines that end with a newline. */
function* linesIn(bytes: Buffer): Generator<string> {
  for (let start = 0, end = bytes.indexOf('\n'); end >= 0; start = end + 1, end = bytes.indexOf('\n', start))
    yield bytes.toString('utf8', start, end);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
