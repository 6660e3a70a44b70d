import type { RuleId } from '@referral-codes/sdk/contract';
import type { LedgerStore } from '../ledger/ledger.ts';
import type { Result } from './report.ts';

export interface RunOptions {
  /** The rules to check. @default all rules */
  rules?: readonly RuleId[];
  /** Whether a broken SHOULD makes the server nonconformant too. @default false */
  strict?: boolean;
  /** How long to wait for a response, in milliseconds. @default 10_000 */
  timeoutMs?: number;
  /** How long a read may lag behind a write, in milliseconds. @default 0 */
  eventualMs?: number;
  /** How many requests are sent in a second, on average. As many may be sent at once. @default no limit */
  rate?: number;
  /** How many requests the checks may send. Rules that need more are inconclusive. Cleaning up is not limited. @default no limit */
  maxRequests?: number;
  /** How many checks run at the same time. @default 4 */
  concurrency?: number;
  /** The seed of everything random: `42`, or `42:1:0` as a report shows it for a failing sequence. @default a random seed */
  seed?: string;
  /** How long random sequences are tried, in milliseconds. @default 20_000 */
  modelMs?: number;
  /** Rules that are known to fail, each with the reason. A waiver for a rule that passes makes the rule fail. @default {} */
  waivers?: Readonly<Partial<Record<RuleId, string>>>;
  /** Whether to send only reads. Rules that need a write are skipped. @default false */
  readOnly?: boolean;
  /** Whether to leave the records of the run on the server. A ledger on disk notes them for a later cleanup. @default false */
  keep?: boolean;
  /** Stops the run. The records that it created are deleted first. */
  signal?: AbortSignal;
  /**
   * How long after it was sent a create without a response may still be stored, in milliseconds.
   * @default 10_000, or `timeoutMs` if that is longer
   */
  lateMs?: number;
  /** Creates a store for the ledger of the run, whose values all contain this token. @default the ledger is only in memory */
  ledger?: (token: string) => LedgerStore;
  /** Called with a sentence that tells how long the run will take, or why it waits. */
  onNotice?: (text: string) => void;
  /** Called with each result as soon as it is known. */
  onResult?: (result: Result) => void;
}

export interface Seed {
  seed: number;
  /** Where to start in the sequences of this seed. */
  path: string | undefined;
}

/** Reads the `seed` option. */
export function parseSeed(text: string | undefined): Seed {
  if (text === undefined) return { seed: Math.floor(Math.random() * 0x7fffffff), path: undefined };
  const [seed, ...path] = text.split(':');
  return { seed: Number(seed), path: path.length > 0 ? path.join(':') : undefined };
}
