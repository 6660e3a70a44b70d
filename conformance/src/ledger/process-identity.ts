import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies a process, as opposed to a later one with the same process id. */
export interface ProcessIdentity {
  pid: number;
  /** Its start time in the format of the system; undefined if the system does not provide it. */
  started?: string | undefined;
}

export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, started: startOf(process.pid) });

/** Whether that process is still running. Systems reuse process ids, especially in containers. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !hasEnded(pid) && (started === undefined || started === startOf(pid));
}

/** Whether a process is a zombie: ended, but not yet waited for by its parent, as in a container without an init process. */
function hasEnded(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z';
}

/** The fields of Linux's /proc/PID/stat from the state on; undefined on other systems. The name before them, in parentheses, may hold any character. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** The start time of a process: on Linux in ticks together with the id of the boot, elsewhere as reported by ps. */
function startOf(pid: number): string | undefined {
  const ticks = statOf(pid)?.[19];
  if (ticks) return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`;
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
    return text || undefined;
  } catch {
    return undefined;
  }
}
