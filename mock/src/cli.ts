import { parseArgs } from 'node:util';
import { defaultOrigin, examples, mounts, operations } from '@referral-codes/sdk/contract';
import { type ServedMock, serve } from './http.ts';
import { createMock } from './mock.ts';
import { isScenario, scenarios } from './scenarios.ts';

/** The parts of `process` the command uses. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

const names = Object.keys(scenarios).join('|');
const defaults = { port: new URL(defaultOrigin).port, host: new URL(defaultOrigin).hostname, scenario: 'demo' };

const usage = `Usage: referral-codes-mock [--port ${defaults.port}] [--host ${defaults.host}] [--scenario ${names}]

Serves a mock of the referral-code-records API that keeps its rules.

  --port      where to listen; 0 picks a free port
  --host      the address to listen on; ${defaults.host} lets only this machine in
  --scenario  the records to begin with: ${names}
  --help      shows this
`;

/** A command line that cannot be used; the message says why and what to do. */
class UsageError extends Error {}

/** Runs the command: serves until SIGINT or SIGTERM, then finishes what was begun and exits 0; a second signal exits 1 at once. */
export async function run(process: ProcessLike): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) {
      process.stdout.write(usage);
      return;
    }
    const served = await serve(createMock({ scenario: options.scenario }), options);
    stopOnSignal(process, served);
    process.stdout.write(greeting(served, options.scenario));
  } catch (error) {
    process.stderr.write(`referral-codes-mock: ${explain(error)}\n`);
    process.exit(2);
  }
}

function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: defaults.port },
      host: { type: 'string', default: defaults.host },
      scenario: { type: 'string', default: defaults.scenario },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { host, scenario, help } = values;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535)
    throw new UsageError(`--port is a number from 0 to 65535, not ${values.port}`);
  if (!isScenario(scenario)) throw new UsageError(`there is no scenario ${scenario}; choose one of ${names}`);
  return { port, host, scenario, help };
}

function stopOnSignal(process: ProcessLike, served: ServedMock): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return process.exit(1);
    stopping = true;
    await served.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function greeting({ urls, url }: ServedMock, scenario: string): string {
  const lookup = `${url}${operations.findByCode.path}?code=${examples.findByCode.response.code}`;
  return [
    `Mock of the referral-code-records API, scenario ${scenario}. Server URLs:`,
    ...urls.map((one, index) => `  ${one}${mounts[index] === mounts[0] ? '  (as documented)' : ''}`),
    'Try:',
    `  curl '${lookup}'`,
    '',
  ].join('\n');
}

/** One line for what the user can do something about; the whole story of what they cannot. */
function explain(error: unknown): string {
  const { code, message, stack, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (error instanceof UsageError) return `${message} (--help shows all)`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.split('\n')[0]!.split('. ')[0]} (--help shows all)`;
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port, or --port 0 for any free one`;
  if (code === 'EACCES') return `port ${port} needs more rights; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${address ?? 'this host'} is no address of this machine; choose another with --host`;
  return stack ?? message;
}
