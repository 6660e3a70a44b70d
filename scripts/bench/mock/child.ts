import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** For the command line of a Node program that is started with an IPC channel. */
export const inside = ['--require', fileURLToPath(new URL('inside.cjs', import.meta.url))];

/** Starts a file of this folder as this program was started, to end with it. */
export function forkHere(file: string, ...args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: [...process.execArgv, ...inside] });
}

/** The next message of a process that is meant. Rejects where it ends before. */
export function hear<T extends object>(child: ChildProcess, meant: (message: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => {
      child.off('message', listen).off('exit', end);
      how();
    };
    const listen = (message: T) => meant(message) && settle(() => resolve(message));
    const end = () => settle(() => reject(new Error(`${child.spawnargs.join(' ')} ended too early`)));
    child.on('message', listen).on('exit', end);
    if (child.exitCode !== null || child.signalCode !== null) end();
  });
}

type Question = 'cpu' | 'rss' | 'live';

/** Asks a process what it has used, as inside.cjs tells it. */
export async function ask(child: ChildProcess, question: Question): Promise<number> {
  const told = hear<Partial<Record<Question, number>>>(child, (message) => message[question] !== undefined);
  child.send(question, () => {}); // Where it cannot be asked, it has ended.
  return (await told)[question]!;
}
