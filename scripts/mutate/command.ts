import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds until the command is killed. */
  limit: number;
  /** Kills the command when it is aborted. */
  signal: AbortSignal;
}

export interface CommandResult {
  /** Null if the command was killed. */
  code: number | null;
  /** What it wrote to stdout and stderr. */
  output: string;
  timedOut: boolean;
}

/**
 * Runs Node with these arguments. All processes that it started have ended when this settles. Rejects if the signal is aborted.
 */
export async function runNode(args: string[], { cwd, env, limit, signal }: CommandOptions): Promise<CommandResult> {
  signal.throwIfAborted();
  // Its own process group, so that its child processes can be killed with it.
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const killGroup = () => killed(child.pid);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup();
  }, limit);
  signal.addEventListener('abort', killGroup);
  child.on('exit', killGroup);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    return { code, output, timedOut };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', killGroup);
  }
}

function killed(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // ESRCH: no process of the group is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
