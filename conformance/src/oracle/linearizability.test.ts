import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkHistory, type Model, type Operation } from './linearizability.ts';

type Input = { read: true } | { write: number } | { swap: [from: number, to: number] } | { choose: [number, number] };
type Output = number | boolean | 'done';
type RegisterOperation = Operation<Input, Output>;

/** A register that begins as 0. `swap` answers whether it swapped; `choose` writes one of two values, and says no more. */
const register: Model<number, Input, Output> = {
  init: () => 0,
  key: String,
  step(value, input, output) {
    if ('read' in input) return output === undefined || output === value ? [value] : [];
    if ('write' in input) return [input.write];
    if ('choose' in input) return input.choose;
    const [from, to] = input.swap;
    return output === undefined || output === (value === from) ? [value === from ? to : value] : [];
  },
};

const read = (output: number): Pick<RegisterOperation, 'input' | 'output'> => ({ input: { read: true }, output });
const write = (value: number): Pick<RegisterOperation, 'input' | 'output'> => ({
  input: { write: value },
  output: 'done',
});
const at = (call: number, end: number, what: Pick<RegisterOperation, 'input' | 'output'>, client = 0) =>
  ({ client, call, return: end, ...what }) satisfies RegisterOperation;
const lost = (call: number, value: number): RegisterOperation => ({
  client: 9,
  call,
  return: Infinity,
  input: { write: value },
});

it.each([
  ['a read after a write gets what was written', [at(0, 1, write(3)), at(2, 3, read(3))], 'valid'],
  ['a read after a write gets the old value', [at(0, 1, write(3)), at(2, 3, read(0))], 'invalid'],
  ['a read beside a write may get the old value', [at(0, 3, write(3)), at(1, 2, read(0))], 'valid'],
  ['a read that began as the write returned may come first', [at(0, 1, write(3)), at(1, 2, read(0))], 'valid'],
  ['a value that was seen is gone again', [at(0, 9, write(3)), at(1, 2, read(3)), at(3, 4, read(0))], 'invalid'],
  ['a lost write took effect late', [lost(0, 3), at(1, 2, read(0)), at(3, 4, read(3))], 'valid'],
  ['a lost write never took effect', [lost(0, 3), at(1, 2, read(0)), at(3, 4, read(0))], 'valid'],
  ['a lost write took effect twice', [lost(0, 3), at(1, 2, read(3)), at(3, 4, write(1)), at(5, 6, read(3))], 'invalid'],
  ['a lost write took effect before it was sent', [at(0, 1, read(3)), lost(2, 3)], 'invalid'],
  ['nothing happened', [], 'valid'],
  [
    'a write of the present value is needed later',
    [at(0, 1, write(3)), at(2, 20, write(3), 1), at(3, 4, write(5)), at(6, 7, read(3))],
    'valid',
  ],
] as const)('%s', (_, operations, verdict) => {
  expect(checkHistory(register, operations).verdict).toBe(verdict);
});

it('lets the model choose, and holds it to what it chose', () => {
  const choose = { input: { choose: [1, 2] }, output: 'done' } satisfies Pick<RegisterOperation, 'input' | 'output'>;
  expect(checkHistory(register, [at(0, 1, choose), at(2, 3, read(2)), at(4, 5, read(2))]).verdict).toBe('valid');
  expect(checkHistory(register, [at(0, 1, choose), at(2, 3, read(2)), at(4, 5, read(1))]).verdict).toBe('invalid');
});

it('shows the order that explains a valid history', () => {
  const late = at(0, 9, write(3), 1);
  const early = at(1, 2, read(0), 2);
  expect(checkHistory(register, [late, early])).toMatchObject({ verdict: 'valid', orders: [[early, late]] });
});

it('shows how far an order came, and where it got stuck', () => {
  const [first, second, wrong, last] = [at(0, 1, write(3)), at(2, 3, read(3)), at(4, 5, read(0)), at(6, 7, read(3))];
  const result = checkHistory(register, [last, wrong, second, first]);
  expect(result).toMatchObject({ verdict: 'invalid', longest: [first, second], stuck: wrong });
});

it('checks each part alone, and names the one that no order explains', () => {
  const byClient: Model<number, Input, Output> = {
    ...register,
    partition: (all) => [1, 2].map((client) => all.filter((operation) => operation.client === client)),
  };
  const mine = [at(0, 1, write(3), 1), at(4, 5, read(3), 1)];
  const theirs = [at(2, 3, write(4), 2), at(6, 7, read(4), 2)];
  expect(checkHistory(byClient, [...mine, ...theirs]).verdict).toBe('valid');
  expect(checkHistory(register, [...mine, ...theirs]).verdict).toBe('invalid');
  const broken = [at(2, 3, write(4), 2), at(6, 7, read(3), 2)];
  expect(checkHistory(byClient, [...mine, ...broken])).toMatchObject({ verdict: 'invalid', part: broken });
});

it.each([
  ['returns before its call', at(2, 1, read(0))],
  ['has no time of call', at(Number.NaN, 1, read(0))],
  ['has no time of return', at(0, Number.NaN, read(0))],
  ['was never called', at(Infinity, Infinity, read(0))],
])('refuses an operation that %s', (_, operation) => {
  expect(() => checkHistory(register, [at(0, 1, read(0)), operation])).toThrow(/^Operation 1 must return at or after/);
});

it('finds that an operation changes a state that is met only late', () => {
  const counter: Model<number, 'add' | 'read' | 'clear from ten on', number> = {
    init: () => 0,
    key: String,
    step(count, input, output) {
      if (input === 'read') return output === count ? [count] : [];
      return input === 'add' ? [count + 1] : [count < 10 ? count : 0];
    },
  };
  const clear = { client: 1, input: 'clear from ten on', output: 0, call: 0, return: 100 } as const;
  const adds = Array.from(
    { length: 12 },
    (_, n) => ({ client: 2, input: 'add', output: 0, call: n, return: n }) as const,
  );
  const count = (output: number) => ({ client: 2, input: 'read', output, call: 20, return: 21 }) as const;
  expect(checkHistory(counter, [clear, ...adds, count(12)]).verdict).toBe('valid');
  expect(checkHistory(counter, [clear, ...adds, count(1)]).verdict).toBe('valid');
  expect(checkHistory(counter, [clear, ...adds, count(3)]).verdict).toBe('invalid');
});

it('is undecided, not wrong, once the budget is spent', () => {
  // Each write may be the last: which one was is found only after very many orders.
  const writes = Array.from({ length: 40 }, (_, value) => at(0, 100, write(value + 1), value));
  const reads = [at(101, 102, read(1)), at(103, 104, read(2))];
  expect(checkHistory(register, [...writes, ...reads], { maxSteps: 10_000 })).toMatchObject({ verdict: 'undecided' });
});

it('finds an order of 10,000 operations, and the one answer in them that no order explains', () => {
  const operations = sixteenClients(10_000);
  expect(checkHistory(register, operations).verdict).toBe('valid');
  const broken = operations.findLastIndex(({ input }) => 'read' in input);
  const history = operations.with(broken, { ...(operations[broken] as RegisterOperation), output: 99 });
  expect(checkHistory(register, history)).toMatchObject({ verdict: 'invalid', stuck: history[broken] });
});

it('says of small histories what trying every order says', () => {
  const seen = { valid: 0, invalid: 0, undecided: 0 };
  fc.assert(
    fc.property(histories(), (history) => {
      const { verdict } = checkHistory(register, history);
      seen[verdict]++;
      expect(verdict).toBe(hasOrder(history, register.init()) ? 'valid' : 'invalid');
    }),
    { numRuns: 5_000 },
  );
  expect(seen.undecided).toBe(0);
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(500);
});

/** Tries every order, and every choice of the operations without an answer. */
function hasOrder(history: readonly RegisterOperation[], value: number): boolean {
  if (history.every((operation) => operation.return === Infinity)) return true;
  return history.some((operation) => {
    const others = history.filter((other) => other !== operation);
    if (others.some((other) => other.return < operation.call)) return false;
    return register.step(value, operation.input, operation.output).some((next) => hasOrder(others, next));
  });
}

/** Up to seven operations on few values and moments, so that much collides; about every second history is valid. */
function histories(): fc.Arbitrary<RegisterOperation[]> {
  const value = fc.nat(2);
  const what: fc.Arbitrary<Pick<RegisterOperation, 'input' | 'output'>> = fc.oneof(
    value.map(read),
    value.map(write),
    fc.record({ input: fc.record({ swap: fc.tuple(value, value) }), output: fc.boolean() }),
    fc.record({ input: fc.record({ choose: fc.tuple(value, value) }), output: fc.constant('done' as const) }),
  );
  const operation = fc
    .tuple(what, fc.nat(12), fc.nat(6), fc.nat(4))
    .map(
      ([{ input, output }, call, length, answered]): RegisterOperation =>
        answered === 0 ? { client: 0, input, call, return: Infinity } : at(call, call + length, { input, output }),
    );
  return fc.array(operation, { maxLength: 7, size: 'max' });
}

/** A history as sixteen clients of a right register could see it; the same each time. */
function sixteenClients(count: number): RegisterOperation[] {
  let drawn = 1;
  const draw = (below: number): number => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
    return (drawn / 2 ** 31) * below;
  };
  const few = (): number => Math.floor(draw(5));
  const free = new Array<number>(16).fill(0);
  let now = 0;
  let value = 0;
  return Array.from({ length: count }, () => {
    const client = Math.floor(draw(16));
    const call = Math.max(free[client] ?? 0, ++now - draw(16));
    now = Math.max(call, now);
    const end = now + draw(16);
    free[client] = end + 0.001;
    if (draw(2) < 1) return at(call, end, read(value), client);
    if (draw(2) < 1) {
      value = few();
      return at(call, end, write(value), client);
    }
    const swap: [number, number] = [few(), few()];
    const output = value === swap[0];
    if (output) value = swap[1];
    return at(call, end, { input: { swap }, output }, client);
  });
}
