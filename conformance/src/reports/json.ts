import type { Report } from '../run/report.ts';

/** What JSON leaves as it is, and a terminal obeys or an editor reorders; all of it stands within strings. */
const UNSAFE = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g;

/** A report as JSON that is safe to `cat`: what a terminal would obey is written as `\uXXXX`, which reads back as what it was. */
export const json = (report: Report): string =>
  `${JSON.stringify(report, null, 2).replaceAll(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
