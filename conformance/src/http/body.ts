import { Undecided } from '../errors.ts';

/** How many bytes of a body are read. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A body of up to so many bytes is kept, read as text and as JSON, for as long as a check holds its answer. */
const SMALL = 64 * 1024;
/** How many bytes the larger ones may have, all together. */
const BUDGET = 64 * 1024 * 1024;
/** How many values a body may hold as JSON: each takes far more memory than its text. */
const MOST_VALUES = 100_000;

/** The body of an answer. */
export interface Body {
  readonly text: string;
  /** The text read as JSON; undefined if it is none. */
  readonly json: unknown;
}

/** The bodies of a run. However many answers the checks hold, those over 64 KiB have no more than 64 MiB together. */
export class Bodies {
  /** The oldest first. */
  readonly #large: { bytes?: Uint8Array }[] = [];
  #size = 0;

  /** Keeps a body while there is room: the oldest makes way. What is returned throws Undecided after that. */
  keep(bytes: Uint8Array): () => Body {
    if (bytes.byteLength <= SMALL) {
      const body = bodyOf(bytes);
      return () => body;
    }
    const { byteLength: size } = bytes;
    const kept: { bytes?: Uint8Array } = { bytes };
    this.#large.push(kept);
    this.#size += size;
    while (this.#size > BUDGET) this.#giveUpOldest();
    // Bytes lie outside the heap. As text they are there only while they are looked at.
    let read: WeakRef<Body> | undefined;
    return () => {
      if (!kept.bytes)
        throw new Undecided(`bodies of ${size} bytes are too large to keep as many as this rule compares`);
      const body = read?.deref() ?? bodyOf(kept.bytes);
      read = new WeakRef(body);
      return body;
    };
  }

  #giveUpOldest(): void {
    const oldest = this.#large.shift()!;
    this.#size -= oldest.bytes!.byteLength;
    delete oldest.bytes;
  }
}

function bodyOf(bytes: Uint8Array): Body {
  const text = new TextDecoder().decode(bytes);
  let read: { json: unknown } | undefined;
  return {
    text,
    get json() {
      read ??= { json: parse(text) };
      return read.json;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first 4 MiB of a body: an endless one must not take the suite down. Throws an Error if it holds over 100,000 values. */
export async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  while (reader && size < MOST_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.subarray(0, MOST_BYTES - size));
    size += chunks.at(-1)!.byteLength;
  }
  if (size === MOST_BYTES) await reader?.cancel();
  const bytes = joined(chunks, size);
  if (size > SMALL && mostValues(bytes) > MOST_VALUES) throw new Error(`the body holds over ${MOST_VALUES} values`);
  return bytes;
}

function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** How many values a text may hold at most, as JSON: each but the first follows one of `[`, `{` and `,`. */
const mostValues = (bytes: Uint8Array): number =>
  bytes.reduce((count, byte) => count + (byte === 0x5b || byte === 0x7b || byte === 0x2c ? 1 : 0), 1);
