import { examples, mounts, operations } from '@referral-codes/sdk/contract';
import { UsageError } from '../errors.ts';
import { type ServedMock, serve } from '../http/index.ts';
import { createMock, type Mock } from '../mock.ts';
import { isScenario } from '../state/scenarios.ts';
import { type CliOptions, readOptions, scenarioNames, usage } from './options.ts';
import { readText } from './read-text.ts';
import { ScenarioFileError } from './scenario-error.ts';

/** The parts of `process` the command uses. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Runs the command: serves until SIGINT or SIGTERM, then finishes what was begun and exits 0, or 1 where changes could
 * not be saved. A second signal exits 1 at once.
 */
export async function run(process: ProcessLike): Promise<void> {
  const say = (message: string) => process.stderr.write(`referral-codes-mock: ${message}\n`);
  const complain = (error: unknown) => say(explain(error));
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) {
      process.stdout.write(usage);
      return;
    }
    const text = await scenarioText(options);
    const tls = await tlsOf(options);
    const mock = createMock({
      scenario: isScenario(options.scenario) ? options.scenario : (await files()).parseScenario(options.scenario, text),
      checkAnswers: options.checkAnswers,
      ...(options.clock !== undefined && { clock: options.clock }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.onActiveConflict && { onActiveConflict: options.onActiveConflict }),
    });
    const state = await keptState(mock, options.state, say);
    const served = await serve(mock, { ...options, ...tls }).catch(async (error) => {
      await state?.end();
      throw error;
    });
    const watching = new AbortController();
    stopOnSignal(process, async () => {
      watching.abort();
      await served.close();
      return state === undefined || (await state.end());
    });
    process.stdout.write(greeting(served, options.scenario));
    if (!isScenario(options.scenario)) await follow(mock, options, text, watching.signal, complain);
  } catch (error) {
    complain(error);
    process.exit(2);
  }
}

/** Loaded only when asked for: a YAML parser takes as long to load as all the rest. */
const files = () => import('./scenario-file.ts');

async function keptState(mock: Mock, path: string | undefined, say: (message: string) => void) {
  if (path === undefined) return undefined;
  const { openStateFile } = await import('../persistence/state-file.ts');
  return openStateFile(mock, path, say).catch((error) => {
    if (error instanceof UsageError) throw error;
    const [first, ...more] = error.message.split('\n');
    const reason = more.length > 0 ? `${first} (and ${more.length} more)` : first;
    throw new UsageError(`${path} ${error.code ? 'cannot be used' : 'holds no state of a mock'}: ${reason}`);
  });
}

/** What a scenario's file says; nothing where it is known by name. */
async function scenarioText({ scenario }: CliOptions): Promise<string> {
  if (isScenario(scenario)) return '';
  return readText(scenario).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UsageError(`there is no scenario ${scenario}; choose one of ${scenarioNames} or a file`);
  });
}

async function tlsOf({ https, cert, key, host }: CliOptions) {
  if (!https) return {};
  const { certificateFromFiles, selfSignedCertificate } = await import('./certificate.ts');
  return {
    tls:
      cert === undefined || key === undefined
        ? await selfSignedCertificate(host)
        : await certificateFromFiles(cert, key),
  };
}

/** A file that is no scenario any more is complained about, and the one before stays. */
async function follow(
  mock: Mock,
  { scenario, onScenarioChange }: CliOptions,
  loaded: string,
  signal: AbortSignal,
  complain: (error: unknown) => void,
): Promise<void> {
  const { parseScenario, watchFile } = await files();
  watchFile(scenario, loaded, signal, (text) => {
    try {
      mock.scenario = parseScenario(scenario, text);
      if (onScenarioChange === 'reset') mock.resetAll();
    } catch (error) {
      complain(error);
    }
  });
}

/** @param finish tells whether everything was saved. */
function stopOnSignal(process: ProcessLike, finish: () => Promise<boolean>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return process.exit(1);
    stopping = true;
    process.exit((await finish()) ? 0 : 1);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function greeting({ urls, url, origin, token }: ServedMock, scenario: string): string {
  const lookup = `${url}${operations.findByCode.path}?code=${examples.findByCode.response.code}`;
  return [
    `Mock of the referral-code-records API, scenario ${scenario}. Server URLs:`,
    ...urls.map((one, index) => `  ${one}${mounts[index] === mounts[0] ? '  (as documented)' : ''}`),
    `Control: ${origin}/__mock${token ? `, Authorization: Bearer ${token}` : ''}`,
    'Try:',
    `  curl ${origin.startsWith('https') ? '-k ' : ''}'${lookup}'`,
    '',
  ].join('\n');
}

/** One line for what the user can do something about; the whole story of what they cannot. */
function explain(error: unknown): string {
  const { code, message, stack, port, address, path } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (error instanceof UsageError) return `${message} (--help shows all)`;
  if (error instanceof ScenarioFileError) return message;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.split('\n')[0]!.split('. ')[0]} (--help shows all)`;
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port, or --port 0 for any free one`;
  if (code === 'EACCES' && port) return `port ${port} needs more rights; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${address ?? 'this host'} is no address of this machine; choose another with --host`;
  if (code?.startsWith('ERR_SSL') || code?.startsWith('ERR_OSSL')) return `--cert and --key cannot be used: ${message}`;
  return code && path ? `${path} cannot be used: ${message}` : (stack ?? message);
}
