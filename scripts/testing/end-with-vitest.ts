import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';

// A set-up file: runs in each worker before each of its test files. If vitest's main process ends without ending its workers,
// as it does when it alone gets a SIGINT, a worker would go on with its tests. The worker ends instead, and ends what they
// started.

/** Marks a worker that is prepared, for the next of its test files. */
const prepared = Symbol.for('referral-codes.end-with-vitest');

if (!(prepared in globalThis)) {
  Object.assign(globalThis, { [prepared]: true });
  const children = new Set<ChildProcess>();

  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    children.add(child);
    child.once('exit', () => children.delete(child));
  });

  process.once('disconnect', () => {
    for (const child of children) child.kill('SIGTERM');
    process.exit(1);
  });
}
