import { createColors } from 'picocolors';
import { curl, type Exchange } from '../message/exchange.ts';
import { printable } from '../message/printable.ts';
import type { Report, Result, Status } from '../run/report.ts';

const MARKS: Record<Status, string> = { passed: '✓', failed: '✗', undecided: '?', skipped: '-', waived: '~' };
/** The exchanges shown of a finding; the report holds them all. */
const SHOWN = 6;

/** A report as text for a terminal, which can only show what it quotes: a table by heading, then each failure with its proof, then the verdict. */
export function table(report: Report, { color = false }: { color?: boolean } = {}): string {
  const paint = createColors(color);
  const headings = [...new Set(report.results.map(({ heading }) => heading))];
  const mark = ({ status, level }: Result): string => {
    const sign = MARKS[status];
    if (status === 'passed') return paint.green(sign);
    if (status === 'failed') return level === 'MUST' ? paint.red(sign) : paint.yellow(sign);
    return paint.dim(sign);
  };
  const rows = headings.flatMap((heading) => [
    '',
    paint.bold(heading),
    ...report.results
      .filter((result) => result.heading === heading)
      .map(
        (result) =>
          `  ${mark(result)} ${result.id.padEnd(38)} ${paint.dim(`${result.level.padEnd(6)} ${result.provenance}`)}`,
      ),
  ]);
  const broken = report.results.filter(({ status }) => status === 'failed' || status === 'undecided');
  return [...rows, ...broken.flatMap((result) => proof(result, paint.bold)), '', closing(report)].join('\n');
}

function proof(
  { id, level, provenance, status, sentence, message = '', exchanges = [] }: Result,
  bold: (text: string) => string,
): string[] {
  const said = { failed: level === 'MUST' ? 'broken' : 'deviates', undecided: 'undecided' }[
    status as 'failed' | 'undecided'
  ];
  return [
    '',
    `${bold(id)}: ${said} (${level}, ${provenance})`,
    ...[sentence, ...message.split('\n')].map((line) => `  ${printable(line)}`),
    ...exchanges.slice(-SHOWN).flatMap(shown).map(printable),
  ];
}

const shown = (exchange: Exchange): string[] => [
  `    ${curl(exchange)}`,
  `    → ${exchange.error ?? `${exchange.status} ${(exchange.text ?? '').slice(0, 300)}`}`,
];

/** The verdict, how many rules came to what, and what is left behind. */
function closing({ verdict, target, results, requests, durationMs, seed, leftovers }: Report): string {
  const count = (status: Status, level?: string) =>
    results.filter((result) => result.status === status && (!level || result.level === level)).length;
  const counts = [
    `${count('passed')} passed`,
    `${count('failed', 'MUST')} broken`,
    `${count('failed', 'SHOULD')} deviations`,
    ...(count('undecided') ? [`${count('undecided')} undecided`] : []),
    ...(count('skipped') ? [`${count('skipped')} skipped`] : []),
    ...(count('waived') ? [`${count('waived')} waived`] : []),
  ];
  const lines = [
    `${target} is ${verdict}: ${counts.join(', ')} (${requests} requests, ${(durationMs / 1000).toFixed(1)} s, seed ${seed})`,
  ];
  if (leftovers.length > 0)
    lines.push(`Left behind; referral-codes-conformance cleanup tries again: ${leftovers.join(', ')}`);
  return lines.map(printable).join('\n');
}
