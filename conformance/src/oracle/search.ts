import type { Model, Operation } from './history.ts';

type SearchResult<Input, Output> =
  | { verdict: 'valid'; steps: number; order: Operation<Input, Output>[] }
  | { verdict: 'invalid'; steps: number; longest: Operation<Input, Output>[]; stuck: Operation<Input, Output> }
  | { verdict: 'undecided'; steps: number };

/** On how many states each operation is tried before the search. */
const SAMPLED_STATES = 8;

interface Keyed<State> {
  readonly state: State;
  readonly key: string;
}

/** A point of the search: which operations are in the order so far, and the state that this order leads to. */
interface Configuration<State, Input, Output> extends Keyed<State> {
  /** The first operation to return that is not in the order. */
  readonly next: number;
  /** Those in the order that return later than that one, ascending. */
  readonly early: readonly number[];
  /** Those in the order that never return, ascending. */
  readonly unanswered: readonly number[];
  /** The operation that was put into the order last, and where the search was before. */
  readonly operation?: Operation<Input, Output>;
  readonly previous?: Configuration<State, Input, Output>;
}

/**
 * Looks for an order of the operations that explains every answer, depth first. The search is that of Wing and Gong with
 * the refinements of Gavin Lowe ("Testing for linearizability", 2017): a configuration is searched once, and operations
 * are put into the order by time of return. Two more keep it short:
 * - An operation that leaves the state as it is goes into the order at once, without an alternative.
 * - An operation that never returned is used only where it changes something.
 */
export class Search<State, Input, Output> {
  readonly #model: Model<State, Input, Output>;
  /** Those that return, by time of return. The number of an operation is its place here. */
  readonly #answered: Operation<Input, Output>[];
  /** For each of them the earliest call of it and of all that return later. */
  readonly #earliestCalls: number[] = [];
  /** Those that never return, by time of call. */
  readonly #unanswered: Operation<Input, Output>[];
  readonly #maxSteps: number;
  #steps = 0;
  /** The sets of unanswered operations with which each configuration was visited. */
  readonly #visited = new Map<string, (readonly number[])[]>();
  /** The states that were met at each value of `next`. */
  readonly #states = new Map<number, Map<string, State>>();
  /** The operations that were put into the order at once, and those that were seen to change a state. */
  readonly #reads = new Set<number>();
  readonly #writes = new Set<number>();

  constructor(model: Model<State, Input, Output>, operations: readonly Operation<Input, Output>[], maxSteps: number) {
    this.#model = model;
    this.#maxSteps = maxSteps;
    this.#answered = operations.filter(returns).sort((a, b) => a.return - b.return);
    this.#unanswered = operations.filter((operation) => !returns(operation)).sort((a, b) => a.call - b.call);
    let earliest = Infinity;
    for (let number = this.#answered.length - 1; number >= 0; number--)
      this.#earliestCalls[number] = earliest = Math.min(earliest, this.#operation(number).call);
  }

  run(): SearchResult<Input, Output> {
    this.#learnWrites();
    for (;;) {
      const result = this.#search();
      if (result.verdict !== 'invalid' || !this.#mistookWrites()) return result;
      for (const found of [this.#visited, this.#states, this.#reads]) found.clear();
    }
  }

  /** Tries every operation on a few states. Most of those that can change a state are known as writes from then on. */
  #learnWrites(): void {
    const sample = new Map<string, Keyed<State>>();
    const start = this.#keyed(this.#model.init());
    sample.set(start.key, start);
    for (const at of sample.values())
      for (const [number, operation] of this.#answered.entries())
        for (const to of this.#step(at, operation)) {
          if (to.key !== at.key) this.#writes.add(number);
          if (sample.size < SAMPLED_STATES) sample.set(to.key, to);
        }
  }

  #search(): SearchResult<Input, Output> {
    const start = { next: 0, early: [], unanswered: [], ...this.#keyed(this.#model.init()) };
    let furthest: Configuration<State, Input, Output> = start;
    const stack: Iterator<Configuration<State, Input, Output>>[] = [[start].values()];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { value: configuration, done } = top.next();
      if (this.#steps > this.#maxSteps) return { verdict: 'undecided', steps: this.#steps };
      if (done) stack.pop();
      else if (configuration.next === this.#answered.length)
        return { verdict: 'valid', steps: this.#steps, order: orderOf(configuration) };
      else if (!this.#wasVisited(configuration)) {
        if (configuration.next > furthest.next) furthest = configuration;
        stack.push(this.#successors(configuration));
      }
    }
    const stuck = this.#operation(furthest.next);
    return { verdict: 'invalid', steps: this.#steps, longest: orderOf(furthest), stuck };
  }

  /** Every configuration with one operation more; first the one that returns next, which most often can come next. */
  *#successors(from: Configuration<State, Input, Output>): Generator<Configuration<State, Input, Output>> {
    const changed: Configuration<State, Input, Output>[] = [];
    for (const number of this.#callable(from.next)) {
      if (from.early.includes(number)) continue;
      const successors = this.#put(from, number);
      if (successors.some(({ key }) => key !== from.key)) this.#writes.add(number);
      if (successors.length > 0 && !this.#writes.has(number)) {
        // Any order that explains the answers still does so with this operation moved to here.
        this.#reads.add(number);
        yield* successors;
        return;
      }
      changed.push(...successors);
    }
    yield* changed;
    yield* this.#withUnanswered(from);
  }

  /** The operations that can come into the order before `next` has returned. */
  *#callable(next: number): Generator<number> {
    const { return: returned } = this.#operation(next);
    for (let number = next; this.#earliestCallFrom(number) <= returned; number++)
      if (this.#operation(number).call <= returned) yield number;
  }

  #put(from: Configuration<State, Input, Output>, number: number): Configuration<State, Input, Output>[] {
    const operation = this.#operation(number);
    let { next } = from;
    const early = withNumber(from.early, number);
    while (early[0] === next) {
      early.shift();
      next++;
    }
    return this.#step(from, operation).map((to) => ({ ...from, ...to, next, early, operation, previous: from }));
  }

  *#withUnanswered(from: Configuration<State, Input, Output>): Generator<Configuration<State, Input, Output>> {
    const { return: returned } = this.#operation(from.next);
    for (const [number, operation] of this.#unanswered.entries()) {
      if (operation.call > returned) return;
      if (from.unanswered.includes(number)) continue;
      const unanswered = withNumber(from.unanswered, number);
      for (const to of this.#step(from, operation))
        if (to.key !== from.key) yield { ...from, ...to, unanswered, operation, previous: from };
    }
  }

  #step({ state }: Keyed<State>, { input, output }: Operation<Input, Output>): Keyed<State>[] {
    this.#steps++;
    return this.#model.step(state, input, output).map((next) => this.#keyed(next));
  }

  #keyed(state: State): Keyed<State> {
    return { state, key: this.#model.key(state) };
  }

  /**
   * Notes the configuration. True where it can lead no further than one that was visited before: one that has used up fewer
   * of the operations that never returned may still use the others.
   */
  #wasVisited({ next, early, state, key, unanswered }: Configuration<State, Input, Output>): boolean {
    const place = `${next} ${early} ${key}`;
    const visited = this.#visited.get(place) ?? [];
    if (visited.some((used) => isSubset(used, unanswered))) return true;
    this.#visited.set(place, [...visited.filter((used) => !isSubset(unanswered, used)), unanswered]);
    this.#states.set(next, (this.#states.get(next) ?? new Map<string, State>()).set(key, state));
    return false;
  }

  /**
   * True where an operation was put into the order at once that changes another state, one that was met while it could
   * have come into the order. Then the search has to be done again with that operation known as a write.
   */
  #mistookWrites(): boolean {
    for (const number of this.#reads)
      for (const at of this.#statesAround(number))
        if (this.#step(at, this.#operation(number)).some(({ key }) => key !== at.key)) this.#writes.add(number);
    return [...this.#reads].some((number) => this.#writes.has(number));
  }

  /** The states that were met from the operation's call on, until all that overlap it had returned. */
  *#statesAround(number: number): Generator<Keyed<State>> {
    const { call } = this.#operation(number);
    let next = number;
    while (next > 0 && this.#operation(next - 1).return >= call) next--;
    const returns = Array.from(this.#callable(number), (overlapping) => this.#operation(overlapping).return);
    const end = returns.reduce((a, b) => Math.max(a, b));
    for (; ; next++) {
      for (const [key, state] of this.#states.get(next) ?? []) yield { key, state };
      if (this.#earliestCallFrom(next) > end) return;
    }
  }

  #operation(number: number): Operation<Input, Output> {
    return this.#answered[number] as Operation<Input, Output>;
  }

  #earliestCallFrom(number: number): number {
    return this.#earliestCalls[number] ?? Infinity;
  }
}

const returns = (operation: Operation<unknown, unknown>): boolean => operation.return !== Infinity;

const withNumber = (numbers: readonly number[], added: number): number[] => [...numbers, added].sort((a, b) => a - b);

const isSubset = (some: readonly number[], all: readonly number[]): boolean =>
  some.length <= all.length && some.every((number) => all.includes(number));

function orderOf<State, Input, Output>(last: Configuration<State, Input, Output>): Operation<Input, Output>[] {
  const order: Operation<Input, Output>[] = [];
  for (let at: typeof last | undefined = last; at; at = at.previous) if (at.operation) order.push(at.operation);
  return order.reverse();
}
