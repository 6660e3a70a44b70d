import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { readState, type State, StateError, type StateFlaw } from '../state/state.ts';
import { writeTime } from '../time/time.ts';
import { ScenarioFileError } from './scenario-error.ts';

/**
 * Parses a scenario file, YAML or JSON: a state in which records may leave out id, status, created_at and deactivated_at.
 * @param path the file's path, for error messages.
 * @throws {ScenarioFileError} if it is not a state that the contract and its rules allow; names every invalid line.
 */
export function parseScenario(path: string, text: string): State {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => `${path}:${lineCounter.linePos(offset).line}`;
  if (document.errors.length > 0)
    throw new ScenarioFileError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`).join('\n'));
  /** The offset of the invalid part; if the part is missing, the offset of its nearest parent. */
  const offsetOf = ({ path: keys }: StateFlaw): number => {
    for (let depth = keys.length; depth > 0; depth--) {
      const node = document.getIn(keys.slice(0, depth), true) as { range?: [number, ...unknown[]] } | undefined;
      if (node?.range) return node.range[0];
    }
    return 0;
  };
  try {
    return readState(complete(document.toJS()));
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const lines = error.flaws.map((flaw) => `${at(offsetOf(flaw))}: ${subjectOf(flaw)} ${flaw.reason}`);
    throw new ScenarioFileError(lines.join('\n'));
  }
}

function subjectOf({ path }: StateFlaw): string {
  const last = path.at(-1) ?? 'the file';
  return typeof last === 'number' ? `record ${last}:` : last;
}

const FIRST_TIME = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

/** Adds what records leave out: a numbered id, the status, and a created_at one minute after that of the record before. */
function complete(value: unknown): unknown {
  const { records } = Object(value) as { records?: unknown };
  if (!Array.isArray(records)) return value;
  const completeRecord = (record: unknown, index: number) =>
    Object(record) === record && {
      id: `rc_${(index + 1).toString(16).padStart(8, '0')}`,
      status: (record as { deactivated_at?: unknown }).deactivated_at ? 'inactive' : 'active',
      created_at: writeTime(FIRST_TIME + index * MINUTE),
      deactivated_at: null,
      ...(record as object),
    };
  return { ...(value as object), records: records.map(completeRecord) };
}

/** Editors write a file in several steps, so it is read this many milliseconds after the first change. */
const DELAY = 50;

/**
 * Calls `onChange` with the new text after each change of a file, until the signal aborts.
 * @param loaded the text that the caller has read already.
 */
export function watchFile(path: string, loaded: string, signal: AbortSignal, onChange: (text: string) => void): void {
  let last = loaded;
  let isScheduled = false;
  const compare = async () => {
    isScheduled = false;
    const text = await readFile(path, 'utf8').catch(() => last);
    if (text === last || signal.aborted) return;
    last = text;
    onChange(text);
  };
  const schedule = () => {
    if (!isScheduled) setTimeout(compare, DELAY);
    isScheduled = true;
  };
  // The folder, because an editor may replace the file by a new one.
  watch(dirname(path), { signal }, (_, name) => name === basename(path) && schedule());
  schedule(); // It may have changed after it was loaded.
}
