/**
 * What a terminal obeys or an editor reorders instead of showing it: control characters (C0, DEL, C1), lone surrogates,
 * line and paragraph separators, and marks that change the direction of writing.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (char: string): string => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text as one line that a terminal only shows: what it would obey is written as an escape, a newline as `\n`. */
export const printable = (text: string): string => text.replace(UNSAFE, escaped);

/** A text as one word for bash, also where it holds what a terminal would obey: then as `$'…'`, with the bytes of UTF-8. */
export function shellWord(text: string): string {
  if (text.search(UNSAFE) < 0) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${text.replace(/['\\]/g, '\\$&').replace(UNSAFE, bytes)}'`;
}

/** Not `\u202e`: what that stands for depends on the locale of the shell. */
const bytes = (char: string): string =>
  Array.from(new TextEncoder().encode(char), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
