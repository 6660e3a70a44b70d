export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly target: string;
  readonly met: boolean;
}

export const check = (name: string, value: number, sign: '>=' | '<=', bound: number): Verdict => ({
  name,
  value,
  target: `${sign} ${bound}`,
  met: sign === '>=' ? value >= bound : value <= bound,
});

/** Prints rows as a Markdown table: the keys of the first are the heads. */
export function print(title: string, rows: Record<string, string | number>[]): void {
  const heads = Object.keys(rows[0] ?? {});
  const line = (cells: unknown[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(heads.map((head) => row[head])));
  console.log(['', `${title}:`, '', line(heads), line(heads.map(() => '---')), ...body].join('\n'));
}
