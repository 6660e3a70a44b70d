import { printable } from '../message/printable.ts';

/** The part of a stream of `process` that the command uses. */
export interface Stream {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** A stream to a terminal that does nothing but show what is written. */
export interface TextStream extends Stream {
  /** Writes a line: control characters are escaped, and newlines but for one at the end. So nothing that it quotes can do more. */
  write(text: string): void;
  /** Writes a text as it is: a table, whose quotations are escaped already, or the command's own words. */
  raw(text: string): void;
}

/** The only way from the command to a terminal. */
export function textOnly(stream: Stream): TextStream {
  return {
    isTTY: stream.isTTY === true,
    write: (text) => void stream.write(text.endsWith('\n') ? `${printable(text.slice(0, -1))}\n` : printable(text)),
    raw: (text) => void stream.write(text),
  };
}
