import type { Result } from '../run/report.ts';
import type { EscapingStream } from './terminal.ts';

/** Shows progress: a line for each rule that did not pass, and on a terminal a last line that counts the rules. */
export function showProgress(stderr: EscapingStream, total: number): (result: Result) => void {
  let done = 0;
  return ({ id, status, level }) => {
    done += 1;
    clearLine(stderr);
    if (status !== 'passed') stderr.write(`${status} ${level} ${id}\n`);
    if (stderr.isTTY) stderr.write(`${done}/${total} ${done === total ? '\n' : id}`);
  };
}

/** Writes a sentence for the user on a line of its own. */
export const noticeWriter =
  (stderr: EscapingStream) =>
  (text: string): void => {
    clearLine(stderr);
    stderr.write(`${text}\n`);
  };

/** Removes the last line of a terminal, which counts the rules. */
function clearLine(stderr: EscapingStream): void {
  if (stderr.isTTY) stderr.raw('\r\x1b[K');
}
