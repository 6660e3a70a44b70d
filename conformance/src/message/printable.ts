/**
 * Characters that a terminal executes or an editor reorders: control characters (C0, DEL, C1), lone surrogates, line and
 * paragraph separators, and marks that change the direction of writing.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (char: string): string => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text as one line without control characters: unsafe characters become escapes, a newline becomes `\n`. */
export const printable = (text: string): string => text.replace(UNSAFE, escaped);

/** A text as one word for bash. With unsafe characters it is written as `$'…'` with the bytes of UTF-8. */
export function shellWord(text: string): string {
  if (text.search(UNSAFE) < 0) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${text.replace(/['\\]/g, '\\$&').replace(UNSAFE, bytes)}'`;
}

/** Bytes and not `\u202e`, because the meaning of that depends on the locale of the shell. */
const bytes = (char: string): string =>
  Array.from(new TextEncoder().encode(char), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
