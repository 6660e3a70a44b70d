import { rules } from '@referral-codes/sdk/contract';
import { createColors } from 'picocolors';
import { curl, type Exchange } from '../message/exchange.ts';
import { printable } from '../message/printable.ts';
import type { Report, Result, Status } from '../run/report.ts';

type Colors = ReturnType<typeof createColors>;

const MARKS: Record<Status, string> = {
  passed: '✓',
  failed: '✗',
  inconclusive: '?',
  skipped: '-',
  waived: '~',
  'stale-waiver': '!',
};
/** How many exchanges of a rule the table shows. The JSON report holds all of them. */
const SHOWN_EXCHANGES = 6;

/**
 * A report as text for a terminal: the rules by heading, then each failed or inconclusive rule with its proof, then the
 * verdict. Everything that quotes the server is escaped.
 */
export function table(report: Report, { color = false }: { color?: boolean } = {}): string {
  const colors = createColors(color);
  const headings = [...new Set(report.results.map(({ heading }) => heading))];
  const rows = headings.flatMap((heading) => [
    '',
    colors.bold(heading),
    ...report.results.filter((result) => result.heading === heading).map((result) => row(result, colors)),
  ]);
  const unsettled = report.results.filter(({ status }) => status !== 'passed' && status !== 'skipped');
  return [...rows, ...unsettled.flatMap((result) => proof(result, colors)), '', closing(report)].join('\n');
}

const row = (result: Result, colors: Colors): string =>
  `  ${mark(result, colors)} ${result.id.padEnd(38)} ${colors.dim(`${result.level.padEnd(6)} ${result.provenance}`)}`;

function mark({ status, level }: Result, { green, red, yellow, dim }: Colors): string {
  const sign = MARKS[status];
  if (status === 'passed') return green(sign);
  if (status === 'failed') return level === 'MUST' ? red(sign) : yellow(sign);
  return dim(sign);
}

function proof(
  { id, level, provenance, status, sentence, message = '', exchanges = [] }: Result,
  { bold }: Colors,
): string[] {
  const failed = level === 'MUST' ? 'broken' : 'deviates';
  return [
    '',
    `${bold(id)}: ${status === 'failed' ? failed : status} (${level}, ${provenance})`,
    ...[sentence, ...message.split('\n')].map((line) => `  ${printable(line)}`),
    ...exchanges.slice(-SHOWN_EXCHANGES).flatMap(shown).map(printable),
  ];
}

const shown = (exchange: Exchange): string[] => [
  `    ${curl(exchange)}`,
  `    → ${exchange.error ?? `${exchange.status} ${(exchange.text ?? '').slice(0, 300)}`}`,
];

/** The verdict, the number of rules by status, and the records that could not be deleted. */
function closing({ verdict, coverage, target, results, requests, durationMs, seed, leftovers }: Report): string {
  const count = (status: Status, level?: string) =>
    results.filter((result) => result.status === status && (!level || result.level === level)).length;
  const optional = (['inconclusive', 'skipped', 'waived', 'stale-waiver'] as const).filter(
    (status) => count(status) > 0,
  );
  const counts = [
    `${count('passed')} passed`,
    `${count('failed', 'MUST')} broken`,
    `${count('failed', 'SHOULD')} deviations`,
    ...optional.map((status) => `${count(status)} ${status}`),
  ];
  const { checked, total } = coverage;
  const kind = total === Object.keys(rules).length ? 'rules' : 'MUSTs';
  const partial = `partial, ${checked} of ${total} ${kind} were checked and hold`;
  const lines = [
    `${target} is ${verdict === 'partial' ? partial : verdict}: ${counts.join(', ')} (${requests} requests, ${(durationMs / 1000).toFixed(1)} s, seed ${seed})`,
  ];
  if (leftovers.length > 0)
    lines.push(`Left behind (to delete them, run: referral-codes-conformance cleanup): ${leftovers.join(', ')}`);
  return lines.map(printable).join('\n');
}
