import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@referral-codes/sdk/contract';
import { json } from '../reports/json.ts';
import { script } from '../reports/script.ts';
import type { Report, Result } from '../run/report.ts';
import type { EscapingStream } from './terminal.ts';
import { UsageError } from './usage.ts';

const REPORT = 'report.json';

/** The file of the script that repeats a finding. */
const scriptOf = (id: string): string => `repeat-${id}.sh`;

const failures = ({ results }: Report): Result[] => results.filter(({ status }) => status === 'failed');

/** Writes the report, and a script for each broken rule, in place of those of an earlier run. Throws UsageError if it cannot. */
export function writeReport(folder: string, report: Report): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, REPORT), json(report));
    const scripts = new Set(Object.keys(rules).map(scriptOf));
    for (const name of readdirSync(folder)) if (scripts.has(name)) rmSync(join(folder, name));
    for (const result of failures(report))
      writeFileSync(join(folder, scriptOf(result.id)), script(result, report.token));
  } catch (error) {
    throw new UsageError(`cannot write the report to ${folder}: ${(error as Error).message}`);
  }
}

/** Tells the user which files there are. */
export function describeFiles(stdout: EscapingStream, folder: string, report: Report): void {
  const [first] = failures(report);
  if (first) stdout.write(`To repeat a finding: bash ${join(folder, scriptOf(first.id))}\n`);
  stdout.write(`The complete report: ${join(folder, REPORT)}\n`);
}
