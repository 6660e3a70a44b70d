/** Bytes of a row: three numbers, and a text of up to 296 bytes, which a record whose fields are all UUIDs fits in. */
const ROW = 320;
const HEAD = 24;
/** Rows that the first chunk begins with, and those of a whole one: few chunks, so that the way to a row stays in the caches. */
const FEW = 2 ** 8;
const WHOLE = 2 ** 16;

const encoder = new TextEncoder();
/** Drops nothing: unless told otherwise, it takes a first U+FEFF for a mark. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

interface Chunk {
  readonly bytes: Uint8Array;
  /** The same memory: of each row its instant, its turn and the length of its text in bytes. */
  readonly numbers: Float64Array;
}

/**
 * Texts by number, in an order of instants and then of arrival. They lie in plain memory and not on the heap, where the
 * garbage collector would have to look at each, and the processor to reach for several places to get at one.
 */
export class Rows {
  readonly #chunks: Chunk[] = [];
  /** Texts that fit in no row. */
  readonly #long = new Map<number, string>();
  /** Rows that were given back. */
  readonly #free: number[] = [];
  /** Where texts are put together. */
  #page = new Uint8Array(0);
  #next = 0;
  #room = 0;
  #turn = 0;

  /** Answers the row it was put in. */
  add(text: string, instant: number): number {
    const row = this.#free.pop() ?? this.#next++;
    if (row === this.#room) this.#grow();
    const { numbers } = this.#chunkOf(row);
    numbers[placeOf(row) / 8] = instant;
    numbers[placeOf(row) / 8 + 1] = this.#turn++;
    this.write(row, text);
    return row;
  }

  /** Puts a text in the place of the one that is there. */
  write(row: number, text: string): void {
    const { bytes, numbers } = this.#chunkOf(row);
    const place = placeOf(row);
    const { read, written } = encoder.encodeInto(text, bytes.subarray(place + HEAD, place + ROW));
    if (read === text.length) this.#long.delete(row);
    else this.#long.set(row, text);
    numbers[place / 8 + 2] = read === text.length ? written : LONG;
  }

  text(row: number): string {
    const bytes = this.#bytesOf(row);
    return bytes ? decoder.decode(bytes) : this.#long.get(row)!;
  }

  /** The texts of several rows with commas between them, in one piece: no text is made of each. */
  joined(rows: readonly number[]): string {
    let end = 0;
    for (const row of rows) {
      const bytes = this.#bytesOf(row) ?? encoder.encode(this.#long.get(row));
      if (end + bytes.length + 1 > this.#page.length) this.#page = longer(this.#page, end + bytes.length + 1);
      this.#page.set(bytes, end);
      end += bytes.length;
      this.#page[end++] = COMMA;
    }
    return decoder.decode(this.#page.subarray(0, Math.max(0, end - 1)));
  }

  /** Gives a row back. */
  delete(row: number): void {
    this.#long.delete(row);
    this.#free.push(row);
  }

  /** Negative where the first comes before the second. */
  readonly compare = (a: number, b: number): number => {
    const [left, right] = [this.#chunkOf(a).numbers, this.#chunkOf(b).numbers];
    const [at, bt] = [placeOf(a) / 8, placeOf(b) / 8];
    return left[at]! - right[bt]! || left[at + 1]! - right[bt + 1]!;
  };

  /** Undefined where the text is long. */
  #bytesOf(row: number): Uint8Array | undefined {
    const { bytes, numbers } = this.#chunkOf(row);
    const place = placeOf(row);
    const length = numbers[place / 8 + 2]!;
    return length === LONG ? undefined : bytes.subarray(place + HEAD, place + HEAD + length);
  }

  #chunkOf(row: number): Chunk {
    return this.#chunks[Math.floor(row / WHOLE)]!;
  }

  /** The first chunk doubles until it is whole; from then on there is one more. */
  #grow(): void {
    const rows = Math.min(Math.max(this.#room, FEW), WHOLE);
    if (this.#room < WHOLE) this.#chunks[0] = chunk(this.#room + rows, this.#chunks[0]);
    else this.#chunks.push(chunk(rows));
    this.#room += rows;
  }
}

const COMMA = 0x2c;

/** In the place of a length. */
const LONG = -1;

/** Where a row begins in its chunk. */
const placeOf = (row: number): number => (row % WHOLE) * ROW;

function longer(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(2 * bytes.length, needed));
  more.set(bytes);
  return more;
}

function chunk(rows: number, begin?: Chunk): Chunk {
  const memory = new ArrayBuffer(rows * ROW);
  const bytes = new Uint8Array(memory);
  if (begin) bytes.set(begin.bytes);
  return { bytes, numbers: new Float64Array(memory) };
}
