import { type Answer, toResponse } from './answer.ts';
import { type ReadBody, streamBody } from './body.ts';
import { Clock, type Now } from './clock.ts';
import { type IdSource, seededIds } from './ids.ts';
import { answer } from './kernel.ts';
import { MemoryStore } from './memory.ts';
import type { Asked } from './request.ts';
import type { OnActiveConflict } from './rules.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import type { Records } from './store.ts';
import type { World } from './world.ts';

export interface MockOptions {
  /** The records to begin with; `demo` unless given. */
  scenario?: ScenarioName;
  /** Stops the clock at an RFC 3339 time, or gives the time to follow in milliseconds since 1970; the real time unless given. */
  clock?: string | Now;
  /** Where ids come from; those of `seed` unless given. */
  ids?: IdSource;
  /** Decides which ids are minted; 0 unless given. */
  seed?: number;
  /** `refuse`, as the contract says, unless given. */
  onActiveConflict?: OnActiveConflict;
}

/** A mock of the API. */
export interface Mock {
  /** Answers as the API would. Rejects where the request's body breaks off. */
  fetch(request: Request): Promise<Response>;
  /** The same before it becomes a Response, at once where there is no body to wait for; what adapters build on. */
  answer(request: Asked, readBody: ReadBody): Answer | Promise<Answer>;
  /** Back to the scenario: records, clock and ids as they were at the start. */
  reset(): void;
  readonly records: Records;
  readonly clock: Clock;
}

/** Makes a mock. Throws a RangeError where `clock` is a text that is no time. */
export function createMock(options: MockOptions = {}): Mock {
  let world = newWorld(options);
  return {
    fetch: async (request) => toResponse(await answer(world, request, streamBody(request))),
    answer: (request, readBody) => answer(world, request, readBody),
    reset() {
      world = newWorld(options);
    },
    get records() {
      return world.records;
    },
    get clock() {
      return world.clock;
    },
  };
}

function newWorld({ scenario = 'demo', clock: time, ids, seed, onActiveConflict = 'refuse' }: MockOptions): World {
  const clock = new Clock(typeof time === 'function' ? time : undefined);
  if (typeof time === 'string') clock.set(time);
  return {
    records: new MemoryStore(scenarios[scenario]()),
    clock,
    ids: ids ?? seededIds(seed),
    onActiveConflict,
  };
}
