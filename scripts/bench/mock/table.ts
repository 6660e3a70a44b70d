export interface Table {
  readonly title: string;
  /** The keys of the first row are the column heads. */
  readonly rows: readonly Record<string, string | number>[];
}

/** A promise and the figure that was measured. */
export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly target: string;
  readonly met: boolean;
  /** If the value is a ratio of speeds: the same by processor time, for information only. */
  readonly byProcessor?: number;
}

/** What a benchmark found. */
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

/** Prints the verdicts. Returns the exit code: 0 if there are any and all are met, else 1. */
export function conclude(verdicts: readonly Verdict[]): 0 | 1 {
  const isCompared = verdicts.some(({ byProcessor }) => byProcessor !== undefined);
  const rows = verdicts.map(({ name, value, target, met, byProcessor }) => ({
    promise: name,
    value: share(value),
    target,
    verdict: met ? 'pass' : 'FAIL',
    ...(isCompared && { 'by processor time': byProcessor === undefined ? '' : share(byProcessor) }),
  }));
  print({ title: 'promises', rows });
  return verdicts.length > 0 && verdicts.every(({ met }) => met) ? 0 : 1;
}
