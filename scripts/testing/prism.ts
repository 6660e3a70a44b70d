import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Prism extends AsyncDisposable {
  url: string;
}

/**
 * Runs Prism on our contract: as a mock that responds with the examples, or as a proxy that validates requests and responses.
 * @throws {Error} with the output of Prism if it does not start.
 */
export async function startPrism(mode: { mock: true } | { proxy: string }): Promise<Prism> {
  const port = String(await freePort());
  const args = 'proxy' in mode ? ['proxy', 'openapi.yaml', mode.proxy] : ['mock', 'openapi.yaml'];
  const child = spawn(
    process.execPath,
    ['node_modules/@stoplight/prism-cli/dist/index.js', ...args, '-h', '127.0.0.1', '-p', port],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const printed: string[] = [];
  child.stderr.on('data', (chunk) => printed.push(String(chunk)));
  for await (const line of createInterface(child.stdout)) {
    printed.push(line);
    if (line.includes('is listening on')) break;
  }
  child.stdout.resume();
  if (!printed.some((line) => line.includes('is listening on')))
    throw new Error(`Prism did not start:\n${printed.join('\n')}`);
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
