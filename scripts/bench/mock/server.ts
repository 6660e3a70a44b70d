import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../testing/free-port.ts';
import { PRELOAD, usageOf } from './child.ts';

/** How long a server may take to start, in milliseconds. */
const LONGEST_START = 60_000;

export interface Server {
  readonly origin: string;
  /** From the start of the process to the end of the first response, in milliseconds. */
  readonly startup: number;
  readonly child: ChildProcess;
  /** The processor time it has used so far, in microseconds. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a server by its command line, given the port to listen on, and waits until it answers a GET of `path` with 2xx.
 * @throws Error with what it printed, if it ends before that or does not answer within a minute.
 */
export async function start(command: (port: number) => string[], path: string): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [...PRELOAD, ...command(port)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const printed: string[] = [];
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  while (!(await answers(origin + path))) {
    if (child.exitCode !== null || performance.now() - began > LONGEST_START) {
      child.kill('SIGKILL');
      throw new Error(`${command(port).join(' ')} did not answer ${path}\n${printed.join('')}`);
    }
    await sleep(2);
  }
  const startup = performance.now() - began;
  return { origin, startup, child, cpu: () => usageOf(child, 'cpu'), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Not by `fetch`, whose own start would take longer than what is measured. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      const { statusCode = 0 } = response;
      response.resume().on('end', () => resolve(statusCode >= 200 && statusCode < 300));
      response.on('error', () => resolve(false));
    });
    request.on('error', () => resolve(false));
  });
}
