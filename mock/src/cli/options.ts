import { type ParseArgsConfig, parseArgs } from 'node:util';
import { defaultOrigin } from '@referral-codes/sdk/contract';
import { UsageError } from '../errors.ts';
import type { OnActiveConflict } from '../rules/rules.ts';
import { scenarios } from '../state/scenarios.ts';
import { Clock } from '../time/clock.ts';

export interface CliOptions {
  help: boolean;
  port: number;
  host: string;
  /** A scenario's name or a file. */
  scenario: string;
  onScenarioChange: 'reset' | 'keep';
  state: string | undefined;
  seed: number | undefined;
  clock: string | undefined;
  onActiveConflict: OnActiveConflict | undefined;
  checkAnswers: boolean;
  https: boolean;
  cert: string | undefined;
  key: string | undefined;
}

const { port, hostname } = new URL(defaultOrigin);
export const scenarioNames = Object.keys(scenarios).join('|');

export const usage = `Usage: referral-codes-mock [options]

Serves a mock of the referral-code-records API that keeps its rules.

  --port ${port}                  where to listen; 0 picks a free port
  --host ${hostname}             the address to listen on; beyond loopback the control API asks for a token
  --scenario demo              the state to begin with: ${scenarioNames}, or a YAML or JSON file
  --on-scenario-change reset   what a changed scenario file does: reset the sessions, or keep their state
  --state FILE                 takes the state from FILE, if it is there, and keeps it there
  --clock real                 a time to stop the clock at, or an offset such as +2h
  --seed 0                     decides ids, and faults that come by chance
  --on-active-conflict refuse  or replace: a new code for a pair retires the active one
  --check-answers              holds every answer to the contract before it is given
  --https                      with --cert FILE and --key FILE, or a certificate made for this run
  --help                       shows this
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
  'check-answers': { type: 'boolean', default: false },
  https: { type: 'boolean', default: false },
  cert: { type: 'string' },
  key: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

/** Reads the command line. Throws a UsageError, or parseArgs's own TypeError, where it cannot be used. */
export function readOptions(args: string[]): CliOptions {
  const { values } = parseArgs({ args, options });
  const { help, host, scenario, state, clock, https, cert, key } = values;
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together');
  return {
    help,
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
    checkAnswers: values['check-answers'],
    https: https || cert !== undefined,
    cert,
    key,
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most)
    throw new UsageError(`--${name} is a number from 0 to ${most}, not ${text}`);
  return Number(text);
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (!choice) throw new UsageError(`--${name} is ${choices.join(' or ')}, not ${text}`);
  return choice;
}

function clockSetting(text: string): string {
  try {
    new Clock().set(text);
    return text;
  } catch {
    throw new UsageError(`--clock is real, a time such as 2026-03-26T12:00:00Z or an offset such as +2h, not ${text}`);
  }
}
