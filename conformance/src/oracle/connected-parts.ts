import { type RecordInput, type RecordOperation, recordsOf, type SeenRecord } from './record-operation.ts';

/**
 * Splits a history where nothing connects: operations belong together that name the same pair, code or id, be it in the
 * request or in the answer. A list belongs to each part of which it shows records, with those records only.
 */
export function connectedParts(operations: readonly RecordOperation[]): RecordOperation[][] {
  const groups = new Groups();
  for (const { input, output } of operations) {
    const shown = recordsOf(output).map(namesOfRecord);
    if (input.do === 'list') for (const names of shown) groups.join(names);
    else groups.join([...namesOf(input), ...shown.flat()]);
  }
  const parts = new Map<string, RecordOperation[]>();
  for (const operation of operations)
    for (const [group, part] of splitByGroup(operation, groups)) append(parts, group, part);
  return [...parts.values()];
}

function splitByGroup(operation: RecordOperation, groups: Groups): Map<string, RecordOperation> {
  if (operation.input.do !== 'list') return new Map([[groups.of(namesOf(operation.input)[0]), operation]]);
  const shown = new Map<string, SeenRecord[]>();
  for (const record of recordsOf(operation.output)) append(shown, groups.of(`id ${record.id}`), record);
  return new Map([...shown].map(([group, output]) => [group, { ...operation, output }]));
}

function namesOf(input: Exclude<RecordInput, { do: 'list' }>): [string, ...string[]] {
  if (input.do === 'create') return [`code ${input.code}`, `pair ${input.pair}`];
  if (input.do === 'lookup') return [`code ${input.code}`];
  return [input.do === 'active' ? `pair ${input.pair}` : `id ${input.id}`];
}

const namesOfRecord = ({ id, pair, code }: SeenRecord): string[] => [`id ${id}`, `pair ${pair}`, `code ${code}`];

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Names, and which of them belong together: a disjoint-set forest. */
class Groups {
  readonly #parents = new Map<string, string>();

  of(name: string): string {
    let root = name;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    // Keeps the ways short.
    if (root !== name) this.#parents.set(name, root);
    return root;
  }

  join([first, ...others]: readonly string[]): void {
    if (first === undefined) return;
    const root = this.of(first);
    for (const other of others.map((name) => this.of(name))) if (other !== root) this.#parents.set(other, root);
  }
}
