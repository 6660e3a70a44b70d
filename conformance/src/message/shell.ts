import { UNSAFE } from './printable.ts';

/** At least a hundred times the same one to eight characters. */
const REPEATED = /(.{1,8}?)\1{99,}/gs;

/** A part of a text: literal, or one unit many times. */
interface Part {
  text: string;
  times: number;
}

/**
 * A text as one word for bash. With unsafe characters it is written as `$'…'` with the bytes of UTF-8, and what is repeated
 * many times as a command that repeats it.
 */
export const shellWord = (text: string): string =>
  partsOf(text)
    .map((part) => (part.times > 1 ? repetition(part) : literal(part.text)))
    .join('') || "''";

/** The same word in pieces of at most `width` characters, if it can be divided. Bash joins them after a backslash and a newline. */
export const shellPieces = (text: string, width: number): string[] =>
  partsOf(text).flatMap((part) => (part.times > 1 ? [repetition(part)] : literalPieces([...part.text], width)));

/** Divides after a comma if there is one near the end of a line. */
function literalPieces(characters: readonly string[], width: number): string[] {
  const word = literal(characters.join(''));
  if (word.length <= width || characters.length <= 1) return [word];
  const line = characters.slice(0, width - "''".length);
  const comma = line.lastIndexOf(',') + 1;
  // Escapes make a word longer than its text, so what is still too long is divided in the middle.
  const isLong = literal(line.join('')).length > width;
  const end = isLong ? Math.ceil(line.length / 2) : comma > width / 2 ? comma : line.length;
  return [...literalPieces(characters.slice(0, end), width), ...literalPieces(characters.slice(end), width)];
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { 0: all, 1: unit = '', index } of text.matchAll(REPEATED)) {
    // The shell removes newlines from the end of what a command writes.
    if (unit.endsWith('\n')) continue;
    if (index > done) parts.push({ text: text.slice(done, index), times: 1 });
    parts.push({ text: unit, times: all.length / unit.length });
    done = index + all.length;
  }
  return done < text.length ? [...parts, { text: text.slice(done), times: 1 }] : parts;
}

const literal = (text: string): string =>
  text.search(UNSAFE) < 0
    ? `'${text.replaceAll("'", `'\\''`)}'`
    : `$'${text.replace(/['\\]/g, '\\$&').replace(UNSAFE, bytes)}'`;

/** For each number of the list, printf writes its format once; `%.0s` writes nothing of the number. */
const repetition = ({ text, times }: Part): string =>
  `"$(printf ${literal(`${text.replaceAll('\\', '\\\\').replaceAll('%', '%%')}%.0s`)} {1..${times}})"`;

/** Bytes and not `\u202e`, because the meaning of that depends on the locale of the shell. */
const bytes = (char: string): string =>
  Array.from(new TextEncoder().encode(char), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
