/** Slots of a segment at first and at most: powers of two. */
const FEW = 2 ** 6;
const MOST = 2 ** 16;
/** How full a segment may be. */
const FULL = 0.75;

interface Segment {
  /** Two numbers a slot: a hash, and its row plus one, since 0 is an empty slot. */
  slots: Int32Array;
  used: number;
  /** How many of their first bits all its hashes share. */
  depth: number;
}

/**
 * Rows by hash. This is extendible hashing: a segment that is full doubles until it is large and is then split in two, so
 * that no request ever waits for all to be built anew, as it does with a Map.
 */
export class RowIndex {
  /** By the first `#depth` bits of a hash. */
  #directory: Segment[] = [segment(0, FEW)];
  #depth = 0;

  /** What `look` finds first in a row with that hash. */
  find<T>(hash: number, look: (row: number) => T | undefined): T | undefined {
    const { slots } = this.#segmentOf(hash);
    for (let at = home(slots, hash); slots[at + 1] !== 0; at = next(slots, at)) {
      const found = slots[at] === hash ? look(slots[at + 1]! - 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  add(hash: number, row: number): void {
    let segment = this.#segmentOf(hash);
    while (segment.used >= (segment.slots.length / 2) * FULL) {
      if (segment.slots.length < 2 * MOST) double(segment);
      else this.#split(segment);
      segment = this.#segmentOf(hash);
    }
    put(segment, hash, row + 1);
  }

  /** Does nothing where the row does not have that hash. */
  delete(hash: number, row: number): void {
    const segment = this.#segmentOf(hash);
    const { slots } = segment;
    let hole = home(slots, hash);
    while (slots[hole] !== hash || slots[hole + 1] !== row + 1) {
      if (slots[hole + 1] === 0) return;
      hole = next(slots, hole);
    }
    // What follows moves up unless that were before its home, so that no search ends at the hole.
    for (let at = next(slots, hole); slots[at + 1] !== 0; at = next(slots, at)) {
      if (distance(slots, home(slots, slots[at]!), at) < distance(slots, hole, at)) continue;
      slots.copyWithin(hole, at, at + 2);
      hole = at;
    }
    slots.fill(0, hole, hole + 2);
    segment.used--;
  }

  #segmentOf(hash: number): Segment {
    // In two steps, since a shift by 32 shifts nothing.
    return this.#directory[(hash >>> 1) >>> (31 - this.#depth)]!;
  }

  #split(full: Segment): void {
    if (full.depth === this.#depth) {
      this.#directory = this.#directory.flatMap((segment) => [segment, segment]);
      this.#depth++;
    }
    const halves = [segment(full.depth + 1, MOST), segment(full.depth + 1, MOST)] as const;
    each(full.slots, (hash, value) => put(halves[(hash >>> (31 - full.depth)) & 1]!, hash, value));
    const shift = this.#depth - full.depth - 1;
    this.#directory = this.#directory.map((segment, index) =>
      segment === full ? halves[(index >>> shift) & 1]! : segment,
    );
  }
}

/** Another in every process, so that nobody can send texts that all have one hash. */
const SEED = (Math.random() * 2 ** 32) | 0;

/** FNV-1a, and then mixed until every bit of the text counts in the first bits and in the last. */
export function hashOf(text: string, seed = SEED): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const segment = (depth: number, slots: number): Segment => ({ slots: new Int32Array(2 * slots), used: 0, depth });

/** Where a hash is looked for first; its last bits, since a segment shares the first. */
const home = (slots: Int32Array, hash: number): number => (hash << 1) & (slots.length - 1);
const next = (slots: Int32Array, at: number): number => (at + 2) & (slots.length - 1);
const distance = (slots: Int32Array, from: number, to: number): number => (to - from) & (slots.length - 1);

function put(segment: Segment, hash: number, value: number): void {
  const { slots } = segment;
  let at = home(slots, hash);
  while (slots[at + 1] !== 0) at = next(slots, at);
  slots[at] = hash;
  slots[at + 1] = value;
  segment.used++;
}

function each(slots: Int32Array, visit: (hash: number, value: number) => void): void {
  for (let at = 0; at < slots.length; at += 2) if (slots[at + 1] !== 0) visit(slots[at]!, slots[at + 1]!);
}

function double(segment: Segment): void {
  const { slots } = segment;
  segment.slots = new Int32Array(2 * slots.length);
  segment.used = 0;
  each(slots, (hash, value) => put(segment, hash, value));
}
