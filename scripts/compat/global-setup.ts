import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;

/** Installs the versions of msw beside this file, unless they are there. If that fails, the run ends with npm's message. */
export function setup(): void {
  if (isInstalled()) return;
  // Of the warnings, msw 3's about Node 20 is expected: its tests for Node are left out there.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
  if (npm.status !== 0) throw new Error(`npm ci failed in ${folder}:\n${npm.error?.message ?? npm.stderr}`);
}

/** npm writes its own lock file last, when all packages are there. */
function isInstalled(): boolean {
  const writtenAt = (file: string) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json');
}
