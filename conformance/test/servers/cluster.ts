import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PostgresConnection } from './server.ts';

const SCRIPT = fileURLToPath(new URL('./cluster-process.ts', import.meta.url));
// Not import.meta.resolve, which vitest does not support.
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A running PostgreSQL. */
export interface Cluster {
  connection: PostgresConnection;
  /** Stops it and deletes its files. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** The script that runs PostgreSQL. @default `cluster-process.ts` in this folder */
  script?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Starts PostgreSQL in a temporary folder. However this process ends, PostgreSQL is stopped and its folder is deleted.
 * @throws {Error} with the messages of PostgreSQL if it does not start.
 */
export async function startCluster({ script = SCRIPT, env = process.env }: ClusterOptions = {}): Promise<Cluster> {
  // Detached, so that Ctrl-C in a terminal does not reach it. The end of its standard input stops it.
  const child = spawn(process.execPath, ['--import', TSX, script], { env, detached: true });
  const ended = once(child, 'exit');
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk) => (err += chunk));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.endsWith('\n')) resolve();
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`PostgreSQL did not start: ${err.trim()}`)));
  });
  return {
    connection: { host: out.trim(), port: 5432, user: 'postgres' },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
