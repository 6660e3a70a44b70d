import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { operations } from '@referral-codes/sdk/contract';
import { required } from '../../scripts/required.ts';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const started: ChildProcess[] = [];

/** Starts the command as built. */
export const start = (...args: string[]) => watch(spawn(process.execPath, [bin, ...args], { stdio }));

/** The same with files of at most so many kilobytes, as on a full disk. */
export const startWithSmallFiles = (kilobytes: number, ...args: string[]) =>
  watch(spawn('bash', ['-c', `ulimit -f ${kilobytes}; exec "$@"`, 'bash', process.execPath, bin, ...args], { stdio }));

const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];

function watch(child: ChildProcessByStdio<null, Readable, Readable>) {
  started.push(child);
  const run = { child, stdout: '', stderr: '', ended: once(child, 'close').then(([code]) => code as number | null) };
  child.stdout.on('data', (data) => {
    run.stdout += data;
  });
  child.stderr.on('data', (data) => {
    run.stderr += data;
  });
  return run;
}

/** Starts the command on a free port and waits until it has said all it says. */
export const listening = (...args: string[]) => greeted(start('--port', '0', ...args));

export async function greeted(run: ReturnType<typeof start>) {
  while (!run.stdout.includes('curl')) {
    if (run.child.exitCode !== null) throw new Error(run.stderr);
    await Promise.race([once(run.child.stdout, 'data'), run.ended]);
  }
  const origin = required(run.stdout.match(/Control API: (\S+)\/__mock/)?.[1]);
  return Object.assign(run, { origin });
}

/** Ends whatever a test left running. */
export function killAll(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

/** Waits until a condition holds; the test's own timeout is the limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const PATH = operations.listRecords.path;

/** Creates a record with this code, for a mentor of its own. */
export const create = (origin: string, code: string, session?: string) =>
  fetch(origin + PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(session && { 'x-mock-session': session }) },
    body: JSON.stringify({ mentor_id: `m-${code}`, org_id: 'o', code }),
  });

/** The codes of all records, oldest first. */
export async function codesAt(origin: string, session?: string): Promise<string[]> {
  const headers = session ? { 'x-mock-session': session } : {};
  const { records } = await (await fetch(`${origin}/__mock/state`, { headers })).json();
  return records.map(({ code }: { code: string }) => code);
}
