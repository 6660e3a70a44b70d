import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Arguments of Node that load usage.cjs into a program; the program must be started with an IPC channel. */
export const PRELOAD = ['--require', fileURLToPath(new URL('usage.cjs', import.meta.url))];

/** Starts a TypeScript file of this folder. It ends when this process ends. */
export function forkHere(file: string, ...args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: [...process.execArgv, ...PRELOAD] });
}

/** The next message of a process that `matches`. Rejects if the process ends first. */
export function nextMessage<T extends object>(
  child: ChildProcess,
  matches: (message: T) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      child.off('message', onMessage).off('exit', onExit);
      how();
    };
    const onMessage = (message: T) => matches(message) && settle(() => resolve(message));
    const onExit = () => settle(() => reject(new Error(`${child.spawnargs.join(' ')} ended too early`)));
    child.on('message', onMessage).on('exit', onExit);
    if (child.exitCode !== null || child.signalCode !== null) onExit();
  });
}

/** How much of a resource a process has used: `cpu` in microseconds, `live` in bytes. See usage.cjs. */
export async function usageOf(child: ChildProcess, kind: 'cpu' | 'live'): Promise<number> {
  const reply = nextMessage<{ cpu?: number; live?: number }>(child, (message) => message[kind] !== undefined);
  child.send(kind, () => {}); // If it cannot be sent, the process has ended, and `reply` rejects.
  return (await reply)[kind] ?? Number.NaN;
}
