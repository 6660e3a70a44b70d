import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { asOpenApi30 } from './openapi-3.0.ts';
import type { Peer } from './peer.ts';

interface Counts {
  error?: string;
  tests: number;
  failures: number;
  errors: number;
}

/** Starts Dredd with our contract converted to OpenAPI 3.0, and with the hooks that connect its seven requests. */
export function startDredd(): Peer {
  const child = fork(fileURLToPath(new URL('dredd-process.cjs', import.meta.url)), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const content = asOpenApi30();
  return {
    async judge(url) {
      const { error, tests, failures, errors } = await ask(child, { endpoint: url, content });
      if (error || tests !== 7) throw new Error(`Dredd could not judge ${url}: ${error ?? `${tests} requests`}`);
      return { wrong: failures + errors, unusual: 0 };
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function ask(child: ChildProcess, question: { endpoint: string; content: string }): Promise<Counts> {
  child.send(question);
  const [counts] = await once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  return counts as Counts;
}
