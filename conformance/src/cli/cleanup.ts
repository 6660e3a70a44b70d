import { rmSync } from 'node:fs';
import { Transport } from '../http/transport.ts';
import { ledgerFolder, type StoredLedger, storedLedgers } from '../ledger/ledger-file.ts';
import { describeLeftovers, removeRecords } from '../run/leftovers.ts';
import type { RunOptions } from '../run/options.ts';
import { preflight, problemOf } from '../run/preflight.ts';
import { transportOptions } from '../run/target.ts';
import type { CommandProcess } from './terminal.ts';
import { UsageError } from './usage.ts';

/** The command `cleanup`: deletes the records of earlier runs that crashed. Returns the exit code: 2 if records are left. */
export async function cleanup(
  { env, stdout }: CommandProcess,
  only: string | undefined,
  headers: Record<string, string>,
  options: RunOptions,
): Promise<number> {
  if (only === undefined && Object.keys(headers).length > 0)
    throw new UsageError('give the server URL as well: headers are sent only to a server that you name');
  const ledgers = storedLedgers(ledgerFolder(env)).filter(({ url }) => only === undefined || url === only);
  if (ledgers.length === 0) stdout.write('there is nothing to clean up\n');
  let exitCode = 0;
  for (const ledger of ledgers) {
    const { done, message } = await cleanUpLedger(ledger, headers, options);
    if (!done) exitCode = 2;
    stdout.write(`${ledger.url}: ${message}\n`);
  }
  return exitCode;
}

async function cleanUpLedger(
  { file, url, running, ledger }: StoredLedger,
  headers: Record<string, string>,
  options: RunOptions,
): Promise<{ done: boolean; message: string }> {
  if (running) return { done: false, message: 'a run is still in progress there, and deletes its records itself' };
  const transport = new Transport(transportOptions({ url, headers }, options));
  const unreachable = await problemOf(preflight(transport.options));
  if (unreachable !== undefined)
    return { done: false, message: `${unreachable} The records are still noted in ${file}` };
  const leftovers = await removeRecords(transport, ledger, options);
  const message = describeLeftovers(leftovers);
  if (leftovers.length > 0) return { done: false, message: `${message}. They are still noted in ${file}` };
  rmSync(file);
  return { done: true, message };
}
