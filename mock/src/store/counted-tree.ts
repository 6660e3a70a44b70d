/** The most items or children a node holds. */
const WIDTH = 64;

interface Node<T> {
  /** A leaf's items; a branch has children instead. */
  items: T[] | undefined;
  children: Node<T>[] | undefined;
  /** The items at and below this node. */
  count: number;
  first: T | undefined;
}

/** A sorted collection that knows how many items each branch holds: insert, delete and skipping to the nth are O(log n). */
export class CountedTree<T> {
  #root: Node<T> = leaf([]);
  readonly #compare: (a: T, b: T) => number;

  /** @param compare a total order: zero for the same item only. */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#root.count;
  }

  insert(item: T): void {
    const right = this.#insert(this.#root, item);
    if (right) this.#root = branch([this.#root, right]);
  }

  /** Does nothing where the item is not in the tree. */
  delete(item: T): void {
    this.#delete(this.#root, item);
    while (this.#root.children?.length === 1) this.#root = this.#root.children[0]!;
  }

  /** Up to `limit` items from the `offset`th on, in order. */
  slice(offset: number, limit: number): T[] {
    const found: T[] = [];
    if (offset < this.size) collect(this.#root, offset, limit, found);
    return found;
  }

  /** Inserts below `node`; answers the new node to the right of it where it had to be split. */
  #insert(node: Node<T>, item: T): Node<T> | undefined {
    if (node.items) {
      node.items.splice(this.#position(node.items, item), 0, item);
    } else {
      const index = this.#childFor(node.children!, item);
      const right = this.#insert(node.children![index]!, item);
      if (right) node.children!.splice(index + 1, 0, right);
    }
    node.count++;
    node.first = firstOf(node);
    return split(node);
  }

  #delete(node: Node<T>, item: T): void {
    if (node.items) {
      const index = this.#position(node.items, item);
      if (index < node.items.length && this.#compare(node.items[index]!, item) === 0) node.items.splice(index, 1);
    } else {
      const index = this.#childFor(node.children!, item);
      this.#delete(node.children![index]!, item);
      mergeSmall(node.children!, index);
    }
    recount(node);
  }

  /** Where the item is or belongs. Most items are newer than all others, so the end is tried first. */
  #position(items: T[], item: T): number {
    if (items.length === 0 || this.#compare(items[items.length - 1]!, item) < 0) return items.length;
    return lowest(items.length, (index) => this.#compare(items[index]!, item) >= 0);
  }

  /** The last child that does not begin after the item. */
  #childFor(children: Node<T>[], item: T): number {
    const after = lowest(children.length, (index) => this.#compare(children[index]!.first!, item) > 0);
    return Math.max(0, after - 1);
  }
}

const leaf = <T>(items: T[]): Node<T> => ({ items, children: undefined, count: items.length, first: items[0] });

function branch<T>(children: Node<T>[]): Node<T> {
  const node: Node<T> = { items: undefined, children, count: 0, first: undefined };
  recount(node);
  return node;
}

function recount<T>(node: Node<T>): void {
  node.count = node.items?.length ?? node.children!.reduce((sum, { count }) => sum + count, 0);
  node.first = firstOf(node);
}

const firstOf = <T>(node: Node<T>): T | undefined => (node.items ? node.items[0] : node.children![0]!.first);

/** Cuts an overfull node in two, far to the right: most items are appended, and what is left behind stays nearly full. */
function split<T>(node: Node<T>): Node<T> | undefined {
  const parts = node.items ?? node.children!;
  if (parts.length <= WIDTH) return undefined;
  const right = node.items ? leaf(node.items.splice(WIDTH - 8)) : branch(node.children!.splice(WIDTH - 8));
  recount(node);
  return right;
}

/** Drops the child once it is empty, or joins it to a neighbour once both fit in half a node. */
function mergeSmall<T>(children: Node<T>[], index: number): void {
  if (children.length === 1) return;
  if (children[index]!.count === 0) {
    children.splice(index, 1);
    return;
  }
  for (const left of [index - 1, index]) {
    const [a, b] = [children[left], children[left + 1]];
    if (!a || !b || width(a) + width(b) > WIDTH / 2) continue;
    if (a.items) a.items.push(...b.items!);
    else a.children!.push(...b.children!);
    recount(a);
    children.splice(left + 1, 1);
    return;
  }
}

const width = <T>(node: Node<T>): number => (node.items ?? node.children!).length;

function collect<T>(node: Node<T>, offset: number, limit: number, found: T[]): void {
  if (node.items) {
    for (let index = offset; index < node.items.length && found.length < limit; index++) found.push(node.items[index]!);
    return;
  }
  let skip = offset;
  for (const child of node.children!) {
    if (found.length >= limit) return;
    if (skip < child.count) collect(child, skip, limit, found);
    skip = Math.max(0, skip - child.count);
  }
}

/** The lowest index below `length` that passes a test which all later ones pass too; `length` where none does. */
function lowest(length: number, passes: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
