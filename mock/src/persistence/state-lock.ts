import { createHash } from 'node:crypto';
import { lstat, lutimes, readdir, readFile, readlink, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../errors.ts';

// At most one mock may use a state file. Each mock first makes a lock file, an empty file in the same folder that is named
// after its process, and then looks for lock files of others; so two mocks that start at once see each other. A lock file of
// another mock is removed only if its owner is dead. No name is used twice, so the lock of a living mock cannot be removed by
// mistake.

/** How often the owner of a lock touches it, in milliseconds. */
const HEARTBEAT = 1000;
/** If the owner of a lock cannot be looked up, it counts as dead after this many milliseconds without a touch. */
const SILENCE = 3.5 * HEARTBEAT;
/** Two mocks that start at once may both give up the lock; they try again after a random time. */
const ATTEMPTS = 5;

interface Owner {
  readonly pid: string;
  /** When the process started, in clock ticks since boot; 0 if the system does not tell. */
  readonly started: string;
  /** Identifies where the process id is unique: one boot of a machine, or one container. */
  readonly place: string;
}

/** Locks a state file and returns the function that unlocks it. @throws {UsageError} if another mock has the lock. */
export async function lockStateFile(path: string): Promise<() => Promise<void>> {
  const self = { pid: String(process.pid), started: (await startOf('self')) ?? '0', place: await placeOf() };
  const own = lockPath(path, self);
  for (let attempt = 1; ; attempt++) {
    await writeFile(own, '', { flag: 'wx', mode: 0o600 });
    const beat = setInterval(() => lutimes(own, new Date(), new Date()).catch(() => {}), HEARTBEAT).unref();
    const unlock = () => {
      clearInterval(beat);
      return unlink(own).catch(() => {});
    };
    const other = await livingOwner(path, self);
    if (!other) return unlock;
    await unlock();
    if (attempt === ATTEMPTS)
      throw new UsageError(`${path} is in use by another mock, process ${other.pid}; stop it or choose another file`);
    await sleep(50 + Math.random() * 100);
  }
}

const lockPath = (path: string, { pid, started, place }: Owner): string => `${path}.lock-${pid}-${started}-${place}`;

/** Returns the owner of another lock who is alive, or may be. Removes the locks of dead owners. */
async function livingOwner(path: string, self: Owner): Promise<Owner | undefined> {
  const prefix = `${basename(path)}.lock-`;
  for (const name of await readdir(dirname(path))) {
    const [, pid, started, place] = /^(\d+)-(\d+)-([\da-f]{16})$/.exec(name.slice(prefix.length)) ?? [];
    const lock = join(dirname(path), name);
    if (!name.startsWith(prefix) || !pid || !started || !place || lock === lockPath(path, self)) continue;
    const owner = { pid, started, place };
    if ((await isAlive(owner, self)) ?? (await isTouched(lock))) return owner;
    await unlink(lock).catch(() => {});
  }
  return undefined;
}

/** Undefined if it is unknown: the process belongs to another container or machine, or to an earlier boot. */
async function isAlive({ pid, started, place }: Owner, self: Owner): Promise<boolean | undefined> {
  if (place !== self.place) return undefined;
  const start = await startOf(pid);
  if (start !== undefined) return start === started;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return undefined;
}

/** Watches a lock for a while, and returns whether its owner touches it. */
async function isTouched(lock: string): Promise<boolean> {
  const touched = () =>
    lstat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
  const first = await touched();
  for (let waited = 0; waited < SILENCE; waited += 100) {
    const last = await touched();
    if (last !== first) return last !== undefined;
    await sleep(100);
  }
  return false;
}

/** When a process started, from Linux's /proc; undefined if there is no such process, or no /proc. */
async function startOf(pid: string): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // Field 22; the second is the program's name in parentheses and may hold anything.
  return status?.slice(status.lastIndexOf(')') + 2).split(' ')[19];
}

async function placeOf(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => hostname());
  const container = await readlink('/proc/self/ns/pid').catch(() => '');
  return createHash('sha256')
    .update(boot + container)
    .digest('hex')
    .slice(0, 16);
}
