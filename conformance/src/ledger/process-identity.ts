import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, told from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it was started, as the system writes it; undefined where the system does not say. */
  started?: string | undefined;
}

export const thisProcess = (): ProcessIdentity => ({ pid: process.pid, started: startOf(process.pid) });

/** Whether that very process is still running. A number is given again, in containers above all. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !hasEnded(pid) && (started === undefined || started === startOf(pid));
}

/** Whether a process has ended and is only kept until its parent asks for it (a zombie), as in a container without an init. */
function hasEnded(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z';
}

/** What Linux says of a process, from its state on; undefined elsewhere. Its name, in parentheses, may hold anything. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** When a process was started: on Linux with the identity of the boot, elsewhere as ps tells it. */
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
