import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;

/** Installs the versions of msw in this folder if they are missing. If that fails, the run ends with npm's message. */
export function setup(): void {
  if (isInstalled()) return;
  // Without warnings: that of msw 3 about Node 20 is expected, and its tests in Node are skipped there.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
  if (npm.status !== 0) throw new Error(`npm ci failed in ${folder}:\n${npm.error?.message ?? npm.stderr}`);
}

/** npm writes this file last, when all packages are installed. */
function isInstalled(): boolean {
  const writtenAt = (file: string) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json');
}
