/**
 * The characters that change how a terminal shows the text around them, as the content of a character class: control characters
 * (C0, DEL and C1), marks that change the direction of writing, and separators that some programs treat as a new line.
 */
export const CONTROL = '\\p{Cc}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069';

const PATTERN = new RegExp(`[${CONTROL}]`, 'gu');

/** A text in which every such character is escaped, so that showing it does nothing to a terminal. */
export const toShownText = (text: string): string =>
  text.replaceAll(PATTERN, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A value as JSON in which every such character is escaped, so that showing it does nothing to a terminal. */
export const toShownJson = (value: unknown): string => toShownText(JSON.stringify(value));
