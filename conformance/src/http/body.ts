import { Inconclusive } from '../errors.ts';

/** How many bytes of a body are read. */
const MOST_BYTES = 4 * 1024 * 1024;
/** A body of up to this many bytes is decoded at once and kept as long as a check holds its response. */
const SMALL = 64 * 1024;
/** How many bytes all larger bodies together may occupy. */
const BUDGET = 64 * 1024 * 1024;
/** How many JSON values a body may hold. Each value takes far more memory than its text. */
const MOST_VALUES = 100_000;

/** The body of a response. */
export interface Body {
  readonly text: string;
  /** The parsed text; undefined if it is not JSON. */
  readonly json: unknown;
}

interface LargeBody {
  /** Undefined once the body was discarded. */
  bytes?: Uint8Array;
}

/** The bodies of a run. Those over 64 KiB occupy at most 64 MiB together, however many responses the checks hold. */
export class Bodies {
  /** The oldest first. */
  readonly #large: LargeBody[] = [];
  #size = 0;

  /** Keeps a body, and discards the oldest ones if there is no room. The returned function then throws Inconclusive. */
  keep(bytes: Uint8Array): () => Body {
    if (bytes.byteLength <= SMALL) {
      const body = bodyOf(bytes);
      return () => body;
    }
    const { byteLength: size } = bytes;
    const large: LargeBody = { bytes };
    this.#large.push(large);
    this.#size += size;
    while (this.#size > BUDGET) this.#discardOldest();
    // The bytes are outside the JavaScript heap. The text is on it only as long as a check uses it.
    let decoded: WeakRef<Body> | undefined;
    return () => {
      if (!large.bytes)
        throw new Inconclusive(`the rule compares more bodies of ${size} bytes than can be kept in memory`);
      const body = decoded?.deref() ?? bodyOf(large.bytes);
      decoded = new WeakRef(body);
      return body;
    };
  }

  #discardOldest(): void {
    const oldest = this.#large.shift();
    this.#size -= oldest?.bytes?.byteLength ?? 0;
    delete oldest?.bytes;
  }
}

function bodyOf(bytes: Uint8Array): Body {
  const text = new TextDecoder().decode(bytes);
  let parsed: { json: unknown } | undefined;
  return {
    text,
    get json() {
      parsed ??= { json: parse(text) };
      return parsed.json;
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

/**
 * Reads a body up to 4 MiB, because an endless body would fill the memory.
 * Throws an Error if the body holds more than 100,000 JSON values.
 */
export async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  while (reader && size < MOST_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    const chunk = value.subarray(0, MOST_BYTES - size);
    chunks.push(chunk);
    size += chunk.byteLength;
  }
  if (size === MOST_BYTES) await reader?.cancel();
  const bytes = concat(chunks, size);
  if (size > SMALL && mostValues(bytes) > MOST_VALUES)
    throw new Error(`the body holds more than ${MOST_VALUES} JSON values`);
  return bytes;
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  chunks.reduce((offset, chunk) => {
    bytes.set(chunk, offset);
    return offset + chunk.byteLength;
  }, 0);
  return bytes;
}

/** An upper bound of the JSON values in a text: each value but the first follows one of `[`, `{` and `,`. */
const mostValues = (bytes: Uint8Array): number =>
  bytes.reduce((count, byte) => count + (byte === 0x5b || byte === 0x7b || byte === 0x2c ? 1 : 0), 1);
