/**
 * What a program obeys that shows or runs a text. A terminal executes control characters (C0, DEL, C1), and an editor obeys
 * lone surrogates, line and paragraph separators, and marks that change the direction of writing. Build servers obey lines
 * that begin with `::` and lines that contain `##[` or `##name[`: of each, the first character is listed.
 */
export const UNSAFE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|#(?=#\w*\[)|(?<=^\s*):(?=:)/gu;

/** How many characters of a text of the server are shown. */
const SHOWN = 200;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (char: string): string => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text as one line without control characters: unsafe characters become escapes, a newline becomes `\n`. */
export const printable = (text: string): string => text.replace(UNSAFE, escaped);

/** The beginning of a text in one line, followed by its length if there is more. `length` is that of the whole text. */
export function excerpt(text: string, length = text.length): string {
  return length > SHOWN ? `${printable(text.slice(0, SHOWN))}… (${length} characters)` : printable(text);
}
