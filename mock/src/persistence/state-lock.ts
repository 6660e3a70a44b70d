import { createHash } from 'node:crypto';
import { lstat, lutimes, readdir, readFile, readlink, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../errors.ts';

// At most one mock keeps its state in a file. Each puts an empty file of its own beside the state file, named after its
// process, and then looks for those of others: two that start at once see each other. A lock file is removed by others
// only when its owner is dead, and its name is never used again, so the lock of a living mock cannot be removed by
// mistake.

/** How often the owner of a lock touches it, in milliseconds. */
const HEARTBEAT = 1000;
/** How long a lock whose owner cannot be looked up may stand still until its owner counts as dead, in milliseconds. */
const SILENCE = 3.5 * HEARTBEAT;
/** Two mocks that start at once may both give way; they try again a random time later. */
const ATTEMPTS = 5;

interface Owner {
  readonly pid: string;
  /** When the process started, in clock ticks since boot; 0 where the system does not tell. */
  readonly started: string;
  /** Where its process id means something: one boot of one machine or, with containers, one of them. */
  readonly place: string;
}

/** Locks a state file and answers what unlocks it. Throws a UsageError where another mock has it. */
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

/** The owner of another lock, if there is one who may be alive. Removes the locks of dead owners. */
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

/** Undefined where it cannot be known: the process is of another container or machine, or of an earlier boot. */
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

/** Whether the owner of a lock touches it while we look. */
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

/** When a process started, from Linux's /proc; undefined where there is no such process, or no /proc. */
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
