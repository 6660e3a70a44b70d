export interface Table {
  readonly title: string;
  /** The keys of the first are the heads. */
  readonly rows: readonly Record<string, string | number>[];
}

export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly target: string;
  readonly met: boolean;
  /** The same ratio by processor time, where the value is one of rates. It decides nothing. */
  readonly byProcessor?: number;
}

/** What was found about a question. */
export interface Findings {
  readonly figures: unknown;
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
}

export const check = (name: string, value: number, sign: '>=' | '<=', bound: number): Verdict => ({
  name,
  value,
  target: `${sign} ${bound}`,
  met: sign === '>=' ? value >= bound : value <= bound,
});

export const share = (ratio: number): string => ratio.toFixed(2);

/** Prints a Markdown table. */
export function print({ title, rows }: Table): void {
  const heads = Object.keys(rows[0] ?? {});
  const line = (cells: unknown[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(heads.map((head) => row[head])));
  console.log(['', `${title}:`, '', line(heads), line(heads.map(() => '---')), ...body].join('\n'));
}

/** Prints the verdicts and answers the exit code: 0 where there are any and all are met, 1 where one is missed. */
export function conclude(verdicts: readonly Verdict[]): 0 | 1 {
  const compared = verdicts.some(({ byProcessor }) => byProcessor !== undefined);
  const rows = verdicts.map(({ name, value, target, met, byProcessor }) => ({
    name,
    value: share(value),
    target,
    verdict: met ? 'reached' : 'MISSED',
    ...(compared && { 'by processor time': byProcessor === undefined ? '' : share(byProcessor) }),
  }));
  print({ title: 'verdicts', rows });
  return verdicts.length > 0 && verdicts.every(({ met }) => met) ? 0 : 1;
}
