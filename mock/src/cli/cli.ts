import { UsageError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { type ServedMock, serve } from '../http/index.ts';
import { createMock, type Mock } from '../mock.ts';
import { isScenario } from '../state/scenarios.ts';
import { explain, greeting } from './messages.ts';
import { type CliOptions, readOptions, scenarioChoices, usage } from './options.ts';
import { readText } from './read-text.ts';

/** The parts of `process` that the command uses. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Runs the command: serves until SIGINT or SIGTERM, finishes the requests that have begun, and exits with 0, or with 1 if
 * changes could not be saved. A second signal exits with 1 at once. Exits with 2 if the mock cannot start.
 */
export async function run(process: ProcessLike): Promise<void> {
  const log = (message: string) => process.stderr.write(`referral-codes-mock: ${message}\n`);
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(usage);
    else if (options.replay !== undefined) process.exit(await replayBundle(options.replay, process));
    else await start(process, options, log);
  } catch (error) {
    log(explain(error));
    process.exit(2);
  }
}

/** Imported only if it is needed. */
async function replayBundle(path: string, { stdout }: ProcessLike): Promise<number> {
  const { replayFile } = await import('./replay-file.ts');
  return replayFile(path, (line) => stdout.write(`${line}\n`));
}

async function start(process: ProcessLike, options: CliOptions, log: (message: string) => void): Promise<void> {
  const { scenario, clock, seed, onActiveConflict, checkResponses, preferFaults } = options;
  const text = await readScenarioText(scenario);
  const tls = await certificateOf(options);
  const mock = createMock({
    scenario: isScenario(scenario) ? scenario : (await scenarioFile()).parseScenario(scenario, text),
    faults: await faultsOf(options),
    checkResponses,
    preferFaults,
    ...(clock !== undefined && { clock }),
    ...(seed !== undefined && { seed }),
    ...(onActiveConflict && { onActiveConflict }),
  });
  const state = await openState(mock, options.state, log);
  const served: ServedMock = await serve(mock, { ...options, ...tls }).catch(async (error) => {
    await state?.end();
    throw error;
  });
  const watching = new AbortController();
  stopOnSignal(process, async () => {
    watching.abort();
    await served.close();
    return state === undefined || (await state.end());
  });
  process.stdout.write(greeting(served, scenario));
  if (!isScenario(scenario)) await followScenario(mock, options, text, watching.signal, log);
}

/** Imported only if it is needed: the YAML parser takes as long to load as everything else. */
const scenarioFile = () => import('./scenario-file.ts');

/** The text of the scenario file; empty for a shipped scenario. */
async function readScenarioText(scenario: string): Promise<string> {
  if (isScenario(scenario)) return '';
  return readText(scenario).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UsageError(
      `there is no scenario or file ${scenario}; choose one of ${scenarioChoices}, or a YAML or JSON file`,
    );
  });
}

/** The faults that every session begins with. @throws {ScenarioFileError} if a file does not contain faults. */
async function faultsOf({ faultFiles, latency }: CliOptions): Promise<Fault[]> {
  const faults = latency ? [latency] : [];
  for (const path of faultFiles) {
    const { parseFaults } = await import('./fault-file.ts');
    faults.push(...parseFaults(path, await readText(path)));
  }
  return faults;
}

async function certificateOf({ https, cert, key, host }: CliOptions) {
  if (!https) return {};
  const { certificateFromFiles, selfSignedCertificate } = await import('./certificate.ts');
  return { tls: cert && key ? await certificateFromFiles(cert, key) : await selfSignedCertificate(host) };
}

/** Opens the state file, if the option is set. @throws {UsageError} with a message of one line. */
async function openState(mock: Mock, path: string | undefined, log: (message: string) => void) {
  if (path === undefined) return undefined;
  const { openStateFile } = await import('../persistence/state-file.ts');
  return openStateFile(mock, path, log).catch((error) => {
    if (error instanceof UsageError) throw error;
    const [first, ...more] = error.message.split('\n');
    const reason = more.length > 0 ? `${first} (and ${more.length} more)` : first;
    throw new UsageError(`${path} ${error.code ? 'cannot be used' : 'does not contain a state of a mock'}: ${reason}`);
  });
}

/** Loads the scenario again whenever its file changes. If the file is invalid, the last valid scenario stays. */
async function followScenario(
  mock: Mock,
  { scenario, onScenarioChange }: CliOptions,
  text: string,
  signal: AbortSignal,
  log: (message: string) => void,
): Promise<void> {
  const { parseScenario, watchFile } = await scenarioFile();
  watchFile(scenario, text, signal, (changed) => {
    try {
      mock.scenario = parseScenario(scenario, changed);
      if (onScenarioChange === 'reset') mock.resetAll();
    } catch (error) {
      log(explain(error));
    }
  });
}

/** @param finish resolves with whether everything was saved. */
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
