/** An operation that a client asked of the system: what it sent, what it received, and when. */
export interface Operation<Input, Output> {
  readonly client: number | string;
  readonly input: Input;
  /** What was answered; left out where no answer came. */
  readonly output?: Output | undefined;
  /** When it was sent, on the same monotonic clock as `return`, in any unit. */
  readonly call: number;
  /** When its answer had arrived. `Infinity` where none came: it may take effect at any time after its call, or never. */
  readonly return: number;
}

/** A sequential system: how a single client finds it, who waits for each answer. */
export interface Model<State, Input, Output> {
  init(): State;
  /**
   * The states in which the system may be after `input` was answered by `output`: none where it cannot answer so in this
   * state, several where it is free to choose. Without an `output`: after any answer. Must not change `state`.
   */
  step(state: State, input: Input, output: Output | undefined): State[];
  /** Two states have the same key exactly if they behave alike from here on. */
  key(state: State): string;
  /**
   * Splits a history into parts that share no state. Each is checked alone, which is far quicker.
   * @default the whole history is one part
   */
  partition?(operations: readonly Operation<Input, Output>[]): (readonly Operation<Input, Output>[])[];
}
