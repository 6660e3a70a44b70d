import type { BugBundle } from '../bundle/bundle.ts';
import { controlValidators } from '../control/generated/control-validators.ts';
import { ControlRequestError, validated } from '../control/validated.ts';
import { InputError } from '../errors.ts';
import { toShownJson, toShownText } from '../journal/control-characters.ts';
import { type ReplayDifference, replay } from '../replay.ts';
import { StateError } from '../state/state.ts';
import { readText } from './read-text.ts';
import { ScenarioFileError } from './scenario-error.ts';

/**
 * Runs the bug bundle in a file again and reports where the responses differ.
 * @param print receives the report, line by line.
 * @returns the exit code: 0 if all responses are the same, otherwise 1.
 * @throws {ScenarioFileError} if the file does not contain a bug bundle.
 */
export async function replayFile(path: string, print: (line: string) => void): Promise<0 | 1> {
  const bundle = readBundle(path, await readText(path));
  const differences = await replay(bundle).catch((error) => {
    throw isAboutBundle(error) ? notBundle(path, error.message.split('\n')[0]) : error;
  });
  const { length } = bundle.exchanges;
  const total = `${length} exchange${length === 1 ? '' : 's'}`;
  for (const difference of differences) print(describe(bundle, difference));
  print(differences.length === 0 ? `${total}: all responses are the same` : `${total}: ${differences.length} differ`);
  return differences.length === 0 ? 0 : 1;
}

function readBundle(path: string, text: string): BugBundle {
  try {
    const describePart = (part: string) => part || 'it';
    return validated(controlValidators.replay.body ?? fail(), JSON.parse(text), describePart) as BugBundle;
  } catch (error) {
    if (error instanceof SyntaxError || isAboutBundle(error)) throw notBundle(path, error.message);
    throw error;
  }
}

const fail = (): never => {
  throw new Error('control.yaml describes no body for replay');
};

const isAboutBundle = (error: unknown): error is Error =>
  error instanceof StateError || error instanceof InputError || error instanceof ControlRequestError;

const notBundle = (path: string, reason: string | undefined): ScenarioFileError =>
  new ScenarioFileError(`${path} does not contain a bug bundle: ${reason}`);

function describe({ exchanges }: BugBundle, { exchange, part, recorded, replayed }: ReplayDifference): string {
  const { method, url } = exchanges[exchange - 1]?.request ?? {};
  const [before, now] = part === 'body' ? excerpts(String(recorded), String(replayed)) : [recorded, replayed];
  const values = `    recorded: ${toShownJson(before ?? null)}\n    replayed: ${toShownJson(now ?? null)}`;
  return `${toShownText(`${exchange}. ${method} ${url}: another ${part}`)}\n${values}`;
}

/** Characters to show before and after the place where two bodies begin to differ. */
const BEFORE = 40;
const AFTER = 120;

function excerpts(a: string, b: string): [string, string] {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const cut = (text: string) => text.slice(Math.max(0, at - BEFORE), at + AFTER);
  return [cut(a), cut(b)];
}
