import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Fault } from '../faults/fault.ts';
import { readFault } from '../faults/read-fault.ts';
import { ScenarioFileError } from './scenario-error.ts';

/**
 * Parses a file with one fault or a list of faults, in YAML or JSON.
 * @param path the file's path, for error messages.
 * @throws {ScenarioFileError} if it does not contain faults; names file, line and reason.
 */
export function parseFaults(path: string, text: string): Fault[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const fail = (offset: number, reason: string): never => {
    throw new ScenarioFileError(`${path}:${lineCounter.linePos(offset).line}: ${reason}`);
  };
  const [syntaxError] = document.errors;
  if (syntaxError) fail(syntaxError.pos[0], syntaxError.message);
  const value = read(
    () => document.toJS(),
    (reason) => fail(0, reason),
  );
  return (Array.isArray(value) ? value : [value]).map((fault, index) => {
    const node = Array.isArray(value) ? document.getIn([index], true) : document.contents;
    return read(
      () => readFault(fault),
      (reason) => fail((isNode(node) && node.range?.[0]) || 0, reason),
    );
  });
}

function read<T>(produce: () => T, fail: (reason: string) => never): T {
  try {
    return produce();
  } catch (error) {
    return fail((error as Error).message);
  }
}
