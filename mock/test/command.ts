import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const started: ChildProcess[] = [];

/** Starts the command as built. */
export function start(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
export async function listening(...args: string[]) {
  const run = start('--port', '0', ...args);
  while (!run.stdout.includes('curl')) {
    if (run.child.exitCode !== null) throw new Error(run.stderr);
    await Promise.race([once(run.child.stdout, 'data'), run.ended]);
  }
  const origin = run.stdout.match(/Control: (\S+)\/__mock/)![1]!;
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
