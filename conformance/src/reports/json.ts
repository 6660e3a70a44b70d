import type { Report } from '../run/report.ts';

/**
 * Characters that JSON does not escape, but that a terminal executes, an editor reorders, or a build server takes for the
 * beginning of a command (`##[error]`). In JSON they occur only in strings.
 */
const UNSAFE = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|#(?=#\w*\[)/g;

/** A report as JSON that is safe to print on a terminal or in a build: unsafe characters are written as `\uXXXX`. */
export const json = (report: Report): string =>
  `${JSON.stringify(report, null, 2).replaceAll(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
