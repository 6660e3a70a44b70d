import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../testing/free-port.ts';
import { ask, inside } from './child.ts';

export interface Server {
  readonly origin: string;
  /** From the start of the process to the first whole answer, in milliseconds. */
  readonly startup: number;
  readonly child: ChildProcess;
  /** The processor time it has used so far, in microseconds. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a server by its command line, given the port to listen on, and waits until it answers 2xx to a GET of `path`.
 * Throws an Error with what it printed where it ends before, or does not answer within a minute.
 */
export async function start(command: (port: number) => string[], path: string): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [...inside, ...command(port)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const printed: string[] = [];
  child.stderr!.on('data', (chunk) => printed.push(String(chunk)));
  while (!(await answers(origin + path))) {
    if (child.exitCode !== null || performance.now() - began > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`${command(port).join(' ')} did not answer ${path}\n${printed.join('')}`);
    }
    await sleep(2);
  }
  const startup = performance.now() - began;
  return { origin, startup, child, cpu: () => ask(child, 'cpu'), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** By the bare client: what it costs to ask must not blur what is measured. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode! < 300));
      response.on('error', () => resolve(false));
    });
    request.on('error', () => resolve(false));
  });
}
