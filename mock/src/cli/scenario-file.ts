import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { readState, type State, StateError, type StateFlaw } from '../state/state.ts';
import { writeTime } from '../time/time.ts';
import { ScenarioFileError } from './scenario-error.ts';

/**
 * Reads a scenario from the text of a YAML or JSON file: a state, in which records may leave out id, status, created_at
 * and deactivated_at. Throws a ScenarioFileError that names every line the contract or the rules refuse.
 */
export function parseScenario(path: string, text: string): State {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    throw new ScenarioFileError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`).join('\n'));
  const offsetOf = ({ path: keys }: StateFlaw): number => {
    for (let depth = keys.length; depth > 0; depth--) {
      const node = document.getIn(keys.slice(0, depth), true) as { range?: [number, ...unknown[]] } | undefined;
      if (node?.range) return node.range[0];
    }
    return 0;
  };
  try {
    return readState(completed(document.toJS()));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const named = error.flaws.map((flaw) => `${at(offsetOf(flaw))}: ${flaw.path.at(-1) ?? 'the file'} ${flaw.reason}`);
    throw new ScenarioFileError(named.join('\n'));
  }
}

/** The same of a file. Rejects with the system's error where it cannot be read. */
export async function readScenarioFile(path: string): Promise<State> {
  return parseScenario(path, await readFile(path, 'utf8'));
}

const FIRST_TIME = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

/** What a record leaves out: a numbered id, a minute after the one before, and the status its deactivated_at says. */
function completed(value: unknown): unknown {
  const { records } = Object(value) as { records?: unknown };
  if (!Array.isArray(records)) return value;
  const complete = (record: unknown, index: number) =>
    Object(record) === record && {
      id: `rc_${(index + 1).toString(16).padStart(8, '0')}`,
      status: (record as { deactivated_at?: unknown }).deactivated_at ? 'inactive' : 'active',
      created_at: writeTime(FIRST_TIME + index * MINUTE),
      deactivated_at: null,
      ...(record as object),
    };
  return { ...(value as object), records: records.map(complete) };
}

/** Editors write a file in several steps; it is read this many milliseconds after one of them. */
const SETTLED = 50;

/** Calls back with the new text after each change of a file that was `loaded` before, also where an editor puts a new one in its place, until aborted. */
export function watchFile(path: string, loaded: string, signal: AbortSignal, changed: (text: string) => void): void {
  let last = loaded;
  let waiting = false;
  const look = async () => {
    waiting = false;
    const text = await readFile(path, 'utf8').catch(() => last);
    if (text === last || signal.aborted) return;
    last = text;
    changed(text);
  };
  const soon = () => {
    if (!waiting) setTimeout(look, SETTLED);
    waiting = true;
  };
  watch(dirname(path), { signal }, (_, name) => name === basename(path) && soon());
  soon(); // It may have changed between being loaded and being watched.
}
