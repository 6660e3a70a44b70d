import { required } from '../errors.ts';

/** A text after decoding, with the position of each of its characters in the original text. */
export interface DecodedText {
  readonly text: string;
  /** For each character, the index in the original where its encoded form starts. */
  readonly starts: Uint32Array;
  /** For each character, the index in the original after the end of its encoded form. */
  readonly ends: Uint32Array;
}

/** Escapes of JSON, URLs and HTML. An escape that was escaped again (`%2541`, `\\u0041`, `&amp;#65;`) is decoded in one step. */
const ESCAPE = new RegExp(
  [
    String.raw`\\+(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|([^]))`,
    '%(?:25)*(?:(c[23])%(?:25)*([89ab][0-9a-f])|([0-9a-f]{2}))',
    '&(?:amp;)*(?:#x0*([0-9a-f]{1,6});?|#0*([0-9]{1,7});?|(amp|lt|gt|quot|apos|nbsp|sol|colon|equals|plus);)',
  ].join('|'),
  'gi',
);
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  sol: '/',
  colon: ':',
  equals: '=',
  plus: '+',
};
/** Text that may be Base64 or base64url of at least four bytes. Padding carries no data. */
const BASE64 = /[A-Za-z0-9+/_-]{6,}/g;
/** How often escapes are decoded again, because a decoded character can be part of another escape. */
const ROUNDS = 5;
/** How many layers of Base64 are decoded. */
const LAYERS = 2;

/** The text itself, and every text that decoding its escapes and its possible Base64 leads to. */
export function* decodings(text: string): Generator<DecodedText> {
  const starts = Uint32Array.from({ length: text.length }, (_, index) => index);
  yield* decodeAll({ text, starts, ends: starts.map((start) => start + 1) }, LAYERS);
}

function* decodeAll(source: DecodedText, layers: number): Generator<DecodedText> {
  let current: DecodedText | undefined = source;
  for (let round = 0; current && round <= ROUNDS; round += 1, current = decodeEscapes(current)) {
    yield current;
    if (layers === 0) continue;
    // Up to three characters in front of the Base64 text can look like a part of it.
    for (const { 0: match, index } of current.text.matchAll(BASE64))
      for (let skip = 0; skip < 4; skip += 1)
        yield* decodeAll(decodeBase64(current, index + skip, index + match.length), layers - 1);
  }
}

/** Builds a decoded text from ranges of its source. It is never longer than the source. */
class DecodedTextBuilder {
  readonly #source: DecodedText;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #text = '';

  constructor(source: DecodedText) {
    this.#source = source;
    this.#starts = new Uint32Array(source.text.length);
    this.#ends = new Uint32Array(source.text.length);
  }

  /** Copies the source from one index up to another. */
  copy(from: number, to: number): void {
    this.#starts.set(this.#source.starts.subarray(from, to), this.#text.length);
    this.#ends.set(this.#source.ends.subarray(from, to), this.#text.length);
    this.#text += this.#source.text.slice(from, to);
  }

  /** Adds characters that the source encodes from one index up to another. */
  add(characters: string, from: number, to: number): void {
    const end = this.#text.length + characters.length;
    this.#starts.fill(required(this.#source.starts[from]), this.#text.length, end);
    this.#ends.fill(required(this.#source.ends[to - 1]), this.#text.length, end);
    this.#text += characters;
  }

  build(): DecodedText {
    return { text: this.#text, starts: this.#starts, ends: this.#ends };
  }
}

/** The text with its escapes decoded once; undefined if it has none. */
function decodeEscapes(source: DecodedText): DecodedText | undefined {
  const builder = new DecodedTextBuilder(source);
  let done = 0;
  for (const match of source.text.matchAll(ESCAPE)) {
    const end = match.index + match[0].length;
    builder.copy(done, match.index);
    builder.add(characterOf(match), match.index, end);
    done = end;
  }
  if (done === 0) return undefined;
  builder.copy(done, source.text.length);
  return builder.build();
}

/** The character that an escape encodes. */
function characterOf([, u4, u6, x2, letter, lead, trail, byte, hex, decimal, entity]: RegExpMatchArray): string {
  if (letter !== undefined) return LETTERS[letter] ?? letter;
  if (entity !== undefined) return required(ENTITIES[entity.toLowerCase()]);
  // Two bytes of UTF-8 are enough: a header value has no character beyond U+00FF.
  if (lead && trail)
    return String.fromCharCode(((Number.parseInt(lead, 16) & 3) << 6) | (Number.parseInt(trail, 16) & 63));
  const code = decimal === undefined ? Number.parseInt(required(u4 ?? u6 ?? x2 ?? byte ?? hex), 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

/** A range of the text decoded as Base64. */
function decodeBase64({ text, starts, ends }: DecodedText, from: number, to: number): DecodedText {
  const base64 = text.slice(from, to).replaceAll('-', '+').replaceAll('_', '/');
  // A single character at the end encodes less than a byte.
  const bytes = atob(base64.length % 4 === 1 ? base64.slice(0, -1) : base64);
  return {
    text: bytes,
    starts: Uint32Array.from(bytes, (_, index) => required(starts[from + Math.floor((index * 4) / 3)])),
    ends: Uint32Array.from(bytes, (_, index) => required(ends[from + Math.ceil(((index + 1) * 4) / 3) - 1])),
  };
}
