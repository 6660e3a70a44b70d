import type { Fault } from './faults/fault.ts';
import { readFault } from './faults/read-fault.ts';
import type { OnActiveConflict } from './rules/rules.ts';
import { type ScenarioName, scenarios } from './state/scenarios.ts';
import { readState, type State } from './state/state.ts';
import { Clock, type ClockSetting, type Now } from './time/clock.ts';
import type { IdSource } from './time/ids.ts';

export interface MockOptions {
  /** The initial state of every session: the name of a shipped scenario, or a state. @default 'demo' */
  scenario?: ScenarioName | State;
  /**
   * How the clock starts: `real`, an RFC 3339 time at which it stands, or an offset such as `+2h`; or a function to follow,
   * which returns milliseconds since 1970. @default 'real'
   */
  clock?: ClockSetting | Now;
  /** Where ids come from. @default the ids that `seed` decides */
  ids?: IdSource;
  /** Decides the ids, and the random numbers that decide when faults happen. @default 0 */
  seed?: number;
  /** What happens to a new code for a pair that already has an active code. @default 'refuse', as openapi.yaml says */
  onActiveConflict?: OnActiveConflict;
  /** The faults that are armed in every session at its start, after those of the scenario, and again after a reset. @default [] */
  faults?: readonly Fault[];
  /** Lets a request choose a fault for itself, with the header `Prefer: fault=…`. @default false */
  preferFaults?: boolean;
  /** Validates every response against openapi.yaml; a response that breaks it is thrown as an InvalidResponseError. @default false */
  checkResponses?: boolean;
  /** How many sessions there may be beside the default one. Beyond it the least recently used is dropped. @default 100 */
  maxSessions?: number;
}

/** The state of the scenario, with the clock, the ids and the policy of the other options. */
export function initialState({ scenario = 'demo', clock, seed, onActiveConflict, faults = [] }: MockOptions): State {
  const state = typeof scenario === 'string' ? ({ records: scenarios[scenario]() } as State) : readState(scenario);
  if (typeof clock === 'string') new Clock().set(clock); // Throws for an invalid setting.
  return {
    ...state,
    ...(typeof clock === 'string' && { clock }),
    ...(seed !== undefined && { ids: { seed, drawn: 0 } }),
    ...(onActiveConflict && { onActiveConflict }),
    ...(faults.length > 0 && { faults: [...(state.faults ?? []), ...faults.map(readFault)] }),
  };
}
