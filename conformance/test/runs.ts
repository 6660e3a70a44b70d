import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach } from 'vitest';
import { required } from '../src/errors.ts';
import { runCommand } from './command.ts';
import { PlainServer, type Row } from './servers/plain.ts';

const bin = new URL('../dist/bin.js', import.meta.url).pathname;

/** A new state folder for each test of the file, and the command, which keeps its ledgers there. */
export function useStateFolder() {
  let state = '';
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'conformance-state-'));
  });
  afterEach(() => rm(state, { recursive: true }));
  const folder = () => join(state, 'referral-codes-conformance');
  const ledgers = () => readdir(folder()).catch(() => []);

  /** Starts the command from dist. */
  const start = (url: string, ...args: string[]) =>
    spawn(process.execPath, [bin, url, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, XDG_STATE_HOME: state },
    });

  /** Starts a run and kills it once the server has eight records. Returns the file of its ledger. */
  async function killedRun(url: string, server: PlainServer, ...args: string[]): Promise<string> {
    const child = start(url, ...args);
    await records(server, 8, child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const file = join(folder(), required((await ledgers())[0]));
    // As if it were long ago, so that cleanup does not wait for late creates.
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/"sentAt":\d+/g, '"sentAt":0'));
    await sleep(50);
    return file;
  }

  return {
    state: () => state,
    folder,
    ledgers,
    start,
    killedRun,
    /** Runs the command in this process. */
    command: (...args: string[]) => runCommand(args, { XDG_STATE_HOME: state }),
  };
}

/** Waits until the server has this many records. Throws an Error if the run ends before. */
export async function records(server: PlainServer, count: number, child: ChildProcess): Promise<void> {
  while (server.rows.length < count) {
    if (child.exitCode !== null) throw new Error(`the run ended before there were ${count} records`);
    await sleep(5);
  }
}

/** A slow server, so that a run can be stopped before its end. */
export function slowServer(): PlainServer {
  const server = new PlainServer();
  const handle = server.handle.bind(server);
  server.handle = async (request) => {
    await sleep(10);
    return handle(request);
  };
  return server;
}

/** Adds a record of another client. */
export function insertForeign(server: PlainServer, name: string): Row {
  const row = server.rowOf({ mentor_id: `somebody-${name}`, org_id: 'else', code: `THEIRS-${name}` });
  server.insert(row);
  return row;
}
