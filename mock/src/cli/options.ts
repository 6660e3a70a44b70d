import { type ParseArgsConfig, parseArgs } from 'node:util';
import { defaultOrigin } from '@referral-codes/sdk/contract';
import { UsageError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { readFault } from '../faults/read-fault.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import { scenarioNames } from '../state/scenarios.ts';
import { Clock } from '../time/clock.ts';

export interface CliOptions {
  help: boolean;
  port: number;
  host: string;
  /** The name of a shipped scenario, or a file. */
  scenario: string;
  onScenarioChange: 'reset' | 'keep';
  state: string | undefined;
  seed: number | undefined;
  clock: string | undefined;
  onActiveConflict: OnActiveConflict | undefined;
  checkResponses: boolean;
  /** The path of a bug bundle to run again instead of serving. */
  replay: string | undefined;
  /** The paths of files with faults. */
  faultFiles: string[];
  latency: Fault | undefined;
  preferFaults: boolean;
  https: boolean;
  cert: string | undefined;
  key: string | undefined;
}

const { port, hostname } = new URL(defaultOrigin);
/** The names of the shipped scenarios, as usage and messages list them. */
export const scenarioChoices = scenarioNames.join('|');

export const usage = `Usage: referral-codes-mock [options]

Serves a mock of the referral-code-records API that keeps its rules.

  --port ${port}                  the port to listen on; 0 picks a free one
  --host ${hostname}             the address to listen on; beyond loopback the control API requires a token
  --scenario demo              the initial state: ${scenarioChoices}, or a YAML or JSON file
  --on-scenario-change reset   when the scenario file changes: reset the sessions, or keep their state
  --state FILE                 load the state from FILE, if it exists, and save every change to it
  --clock real                 a time at which the clock stands, or an offset such as +2h
  --seed 0                     decides the ids, and when faults with a probability happen
  --on-active-conflict refuse  or replace: a new code for a pair deactivates the active one
  --fault FILE                 arm the faults in a YAML or JSON file at the start and after each reset; may be repeated
  --latency TIME               delay every response, such as 200ms, or by a time from a range, such as 100ms-2s
  --prefer-faults              let a request choose its own fault, with the header Prefer: fault=…
  --check-responses            validate every response against the contract before it is sent
  --https                      serve HTTPS, with --cert FILE and --key FILE or with a new self-signed certificate
  --replay FILE                instead of serving, run a bug bundle (from /__mock/bundle) again and compare;
                               exit code 0: all the same, 1: differences, 2: no bug bundle
  --help                       show this text
`;

const options = {
  port: { type: 'string', default: port },
  host: { type: 'string', default: hostname },
  scenario: { type: 'string', default: 'demo' },
  'on-scenario-change': { type: 'string', default: 'reset' },
  state: { type: 'string' },
  clock: { type: 'string' },
  seed: { type: 'string' },
  'on-active-conflict': { type: 'string' },
  fault: { type: 'string', multiple: true, default: [] },
  latency: { type: 'string' },
  'prefer-faults': { type: 'boolean', default: false },
  'check-responses': { type: 'boolean', default: false },
  https: { type: 'boolean', default: false },
  cert: { type: 'string' },
  key: { type: 'string' },
  replay: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

/**
 * Reads the command line.
 * @throws {UsageError} if an option has an invalid value.
 * @throws {TypeError} of parseArgs if an option is unknown or lacks its value.
 */
export function readOptions(args: string[]): CliOptions {
  const { values } = parseArgs({ args, options });
  const { help, host, scenario, state, clock, https, cert, key } = values;
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key must be given together');
  if (values.replay !== undefined && args.some((arg) => arg.startsWith('--') && !arg.startsWith('--replay')))
    throw new UsageError('--replay takes no other option: the bundle contains them');
  return {
    help,
    replay: values.replay,
    port: wholeNumber('port', values.port, 65535),
    host,
    scenario,
    onScenarioChange: oneOf('on-scenario-change', values['on-scenario-change'], ['reset', 'keep']),
    state,
    seed: values.seed === undefined ? undefined : wholeNumber('seed', values.seed, Number.MAX_SAFE_INTEGER),
    clock: clock === undefined ? undefined : clockSetting(clock),
    onActiveConflict:
      values['on-active-conflict'] === undefined
        ? undefined
        : oneOf<OnActiveConflict>('on-active-conflict', values['on-active-conflict'], ['refuse', 'replace']),
    faultFiles: values.fault,
    latency: values.latency === undefined ? undefined : latencyOf(values.latency),
    preferFaults: values['prefer-faults'],
    checkResponses: values['check-responses'],
    https: https || cert !== undefined,
    cert,
    key,
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  if (!/^\d+$/.test(text) || Number(text) > max)
    throw new UsageError(`--${name} must be a number from 0 to ${max}, not ${text}`);
  return Number(text);
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (!choice) throw new UsageError(`--${name} must be ${choices.join(' or ')}, not ${text}`);
  return choice;
}

function clockSetting(text: string): string {
  try {
    new Clock().set(text);
    return text;
  } catch {
    throw new UsageError(
      `--clock must be real, a time such as 2026-03-26T12:00:00Z or an offset such as +2h, not ${text}`,
    );
  }
}

/** A fixed time, or two with a hyphen between them. */
function latencyOf(text: string): Fault {
  const [min = '', max] = text.split('-');
  try {
    return readFault(max === undefined ? { kind: 'latency', delay: min } : { kind: 'latency', min, max });
  } catch {
    throw new UsageError(`--latency must be a time such as 200ms or a range such as 100ms-2s, not ${text}`);
  }
}
