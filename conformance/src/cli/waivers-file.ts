import { readFileSync } from 'node:fs';
import { type RuleId, rules } from '@referral-codes/sdk/contract';
import { UsageError } from './usage.ts';

/** Reads a file of waivers. Throws UsageError unless it is a JSON object: rule id → reason. */
export function readWaivers(file: string): Partial<Record<RuleId, string>> {
  const value = readJson(file);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const wrong = entries.find(([id, reason]) => !Object.hasOwn(rules, id) || typeof reason !== 'string' || !reason);
  if (wrong) throw new UsageError(`--waivers ${file} must map rule ids to reasons, which ${wrong[0]} does not`);
  if (entries.length === 0)
    throw new UsageError(`--waivers ${file} must be a JSON object that maps rule ids to reasons`);
  return Object.fromEntries(entries) as Partial<Record<RuleId, string>>;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // The message of JSON.parse quotes the file, and the user may have named a file with secrets.
    const reason = error instanceof SyntaxError ? 'is not JSON' : `cannot be read: ${(error as Error).message}`;
    throw new UsageError(`--waivers ${file} ${reason}`);
  }
}
