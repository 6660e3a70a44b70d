import { rules } from '@referral-codes/sdk/contract';
import { createColors } from 'picocolors';
import { curlLines } from '../message/curl.ts';
import type { Exchange } from '../message/exchange.ts';
import { listLeftovers } from '../run/leftovers.ts';
import type { Report, Result, Status } from '../run/report.ts';
import { type Finding, findingsOf, responseOf } from './findings.ts';
import { WIDTH, wrapped } from './layout.ts';

type Colors = ReturnType<typeof createColors>;

const MARKS: Record<Status, string> = {
  passed: '✓',
  failed: '✗',
  inconclusive: '?',
  skipped: '-',
  waived: '~',
  'stale-waiver': '!',
};
/** How many exchanges of a rule the table shows: the first and the last. The JSON report holds all of them. */
const SHOWN_EXCHANGES = { first: 3, last: 5 };
/** How many characters of a message the table shows. The JSON report holds more. */
const SHOWN_MESSAGE = 1_000;

export interface TableOptions {
  /** @default false */
  color?: boolean;
  /** Whether to show each result with all its exchanges, also those that probably have the same cause. @default false */
  verbose?: boolean;
}

/**
 * A report as text for a terminal of 80 columns: the rules by heading, then what somebody has to look at with its proof, then
 * the verdict. Everything that quotes the server is escaped.
 */
export function table(report: Report, { color = false, verbose = false }: TableOptions = {}): string {
  const colors = createColors(color);
  const headings = [...new Set(report.results.map(({ heading }) => heading))];
  const rows = headings.flatMap((heading) => [
    '',
    colors.bold(heading),
    ...report.results.filter((result) => result.heading === heading).map((result) => row(result, colors)),
  ]);
  const findings = findingsOf(report.results).flatMap((finding) => shownFinding(finding, verbose, colors));
  return [...rows, ...findings, '', ...closing(report)].join('\n');
}

const row = (result: Result, colors: Colors): string =>
  `  ${mark(result, colors)} ${result.id.padEnd(38)} ${colors.dim(`${result.level.padEnd(6)} ${result.provenance}`)}`;

function mark({ status, level }: Result, { green, red, yellow, dim }: Colors): string {
  const sign = MARKS[status];
  if (status === 'passed') return green(sign);
  if (status === 'failed') return level === 'MUST' ? red(sign) : yellow(sign);
  return dim(sign);
}

/** The first result of a finding with its proof. The others, which probably have the same cause, are only named. */
function shownFinding({ first, others, reason }: Finding, verbose: boolean, colors: Colors): string[] {
  if (others.length === 0) return proof(first, verbose, colors);
  const title = `${others.length + 1} rules probably have one cause:`;
  const idsOf = (status: Status): string =>
    others.flatMap((other) => (other.status === status ? other.id : [])).join(', ');
  const named = (['failed', 'inconclusive'] as const).filter((status) => idsOf(status) !== '');
  const rest = verbose
    ? others.flatMap((result) => proof(result, verbose, colors))
    : named.flatMap((status) => wrapped(`Also ${status}: ${idsOf(status)}`, '  '));
  return ['', colors.bold(title), ...wrapped(reason, '  '), ...proof(first, verbose, colors), ...rest];
}

function proof(
  { id, level, provenance, status, sentence, message = '', exchanges = [] }: Result,
  verbose: boolean,
  { bold }: Colors,
): string[] {
  const failed = level === 'MUST' ? 'broken' : 'deviates';
  return [
    '',
    `${bold(id)}: ${status === 'failed' ? failed : status} (${level}, ${provenance})`,
    ...[sentence, ...message.slice(0, SHOWN_MESSAGE).split('\n')].flatMap((line) => wrapped(line, '  ')),
    ...shownExchanges(exchanges, verbose),
  ];
}

function shownExchanges(exchanges: readonly Exchange[], verbose: boolean): string[] {
  const { first, last } = SHOWN_EXCHANGES;
  const hidden = exchanges.length - first - last;
  if (verbose || hidden <= 1) return exchanges.flatMap(shownExchange);
  const note = `    … ${hidden} more exchanges (--verbose shows all)`;
  return [...exchanges.slice(0, first).flatMap(shownExchange), note, ...exchanges.slice(-last).flatMap(shownExchange)];
}

const shownExchange = (exchange: Exchange): string[] => [
  ...curlLines(exchange, '    ', WIDTH),
  ...wrapped(`→ ${responseOf(exchange)}`, '    '),
];

/** The verdict, the number of rules by status, and the records that could not be deleted. */
function closing(report: Report): string[] {
  const { verdict, coverage, target, requests, durationMs, heldBackMs, seed, leftovers } = report;
  const { checked, total } = coverage;
  const kind = total === Object.keys(rules).length ? 'rules' : 'MUSTs';
  return [
    `${target} is ${verdict}`,
    ...(verdict === 'partial' ? [`${checked} of ${total} ${kind} were checked, and hold`] : []),
    countsOf(report.results),
    `${requests} requests in ${seconds(durationMs)}, seed ${seed}`,
    ...(heldBackMs > 0 ? [`The server limits requests: it asked to wait ${seconds(heldBackMs)} of that time`] : []),
    ...(leftovers.length > 0
      ? [
          `Left behind, or not confirmed to be deleted: ${listLeftovers(leftovers)}`,
          'To delete them, run: referral-codes-conformance cleanup',
        ]
      : []),
  ].flatMap((line) => wrapped(line));
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function countsOf(results: readonly Result[]): string {
  const count = (status: Status, level?: string): number =>
    results.filter((result) => result.status === status && (!level || result.level === level)).length;
  const optional = (['inconclusive', 'skipped', 'waived', 'stale-waiver'] as const).filter(
    (status) => count(status) > 0,
  );
  return [
    `${count('passed')} passed`,
    `${count('failed', 'MUST')} broken`,
    `${count('failed', 'SHOULD')} deviations`,
    ...optional.map((status) => `${count(status)} ${status}`),
  ].join(', ');
}
