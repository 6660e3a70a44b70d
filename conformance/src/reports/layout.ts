import { printable } from '../message/printable.ts';

/** How many columns a report needs. */
export const WIDTH = 80;

/** A text in lines of at most 80 columns, each indented. What a terminal or a build server would obey is escaped. */
export function wrapped(text: string, indent = ''): string[] {
  const room = WIDTH - indent.length;
  const lines: string[] = [];
  let rest = printable(text);
  while (rest.length > room) {
    // JSON of a server often has no spaces. A word that is longer than half a line is divided.
    const pause = Math.max(rest.lastIndexOf(' ', room), rest.lastIndexOf(',', room - 1) + 1);
    const end = pause > room / 2 ? pause : room;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  // Once more, because a line may begin in the middle of the text.
  return [...lines, rest].map((line) => printable(indent + line));
}
