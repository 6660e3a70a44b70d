import { printable } from '../message/printable.ts';

/** The part of a stream of `process` that the command uses. */
export interface Stream {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** A stream on which nothing that the command quotes can control the terminal. */
export interface EscapingStream extends Stream {
  /** Writes one line. Control characters are escaped, and so are newlines except for one at the end. */
  write(text: string): void;
  /** Writes a text unchanged: the command's own words, or a table whose quotations are already escaped. */
  raw(text: string): void;
}

/** All output of the command goes through this. */
export function escapingStream(stream: Stream): EscapingStream {
  return {
    isTTY: stream.isTTY === true,
    write: (text) => void stream.write(text.endsWith('\n') ? `${printable(text.slice(0, -1))}\n` : printable(text)),
    raw: (text) => void stream.write(text),
  };
}

/** The part of `process` that the command uses, so that a test can pass another one. */
export interface ProcessLike {
  argv: string[];
  stdout: Stream;
  stderr: Stream;
  env: Record<string, string | undefined>;
  exitCode?: number | string | null | undefined;
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** The process with output that escapes. */
export interface CommandProcess extends Omit<ProcessLike, 'exitCode'> {
  readonly stdout: EscapingStream;
  readonly stderr: EscapingStream;
}
