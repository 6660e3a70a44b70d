/** A text as it reads once something in it is decoded, and where in the original each of its characters comes from. */
export interface Reading {
  readonly text: string;
  /** For each character, where its encoding begins and ends in the original. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Escapes of JSON, of URLs and of HTML. What was escaped again (`%2541`, `\\u0041`, `&amp;#65;`) is decoded in one go. */
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
/** What may be Base64 or base64url of four bytes or more; padding tells nothing. */
const BASE64 = /[A-Za-z0-9+/_-]{6,}/g;
/** How often escapes are decoded anew, since what one stands for may be part of another. */
const ROUNDS = 5;
/** How many layers of Base64 are decoded. */
const LAYERS = 2;

/** Everything a text says to some reader: as it stands, with its escapes decoded, with what may be Base64 decoded. */
export function* readings(text: string): Generator<Reading> {
  const starts = Uint32Array.from({ length: text.length }, (_, index) => index);
  yield* decoded({ text, starts, ends: starts.map((start) => start + 1) }, LAYERS);
}

function* decoded(reading: Reading, layers: number): Generator<Reading> {
  let current: Reading | undefined = reading;
  for (let round = 0; current && round <= ROUNDS; round += 1, current = unescaped(current)) {
    yield current;
    if (layers === 0) continue;
    // A run may begin with characters that are not part of the Base64 in it.
    for (const { 0: run, index } of current.text.matchAll(BASE64))
      for (let skip = 0; skip < 4; skip += 1)
        yield* decoded(unbase64(current, index + skip, index + run.length), layers - 1);
  }
}

/** The reading with its escapes decoded once; undefined if it has none. */
function unescaped({ text, starts, ends }: Reading): Reading | undefined {
  const to = { text: '', starts: new Uint32Array(text.length), ends: new Uint32Array(text.length) };
  const add = (chars: string, startOf: (index: number) => number, endOf: (index: number) => number): void => {
    for (let index = 0; index < chars.length; index += 1) {
      to.starts[to.text.length + index] = startOf(index);
      to.ends[to.text.length + index] = endOf(index);
    }
    to.text += chars;
  };
  let done = 0;
  const copyUntil = (end: number): void => {
    const from = done;
    add(
      text.slice(from, end),
      (index) => starts[from + index]!,
      (index) => ends[from + index]!,
    );
  };
  for (const match of text.matchAll(ESCAPE)) {
    copyUntil(match.index);
    done = match.index + match[0].length;
    const [start, end] = [starts[match.index]!, ends[done - 1]!];
    add(
      meaning(match),
      () => start,
      () => end,
    );
  }
  if (done === 0) return undefined;
  copyUntil(text.length);
  return to;
}

/** The character an escape stands for. */
function meaning([, u4, u6, x2, letter, lead, trail, byte, hex, decimal, entity]: RegExpMatchArray): string {
  if (letter !== undefined) return LETTERS[letter] ?? letter;
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()]!;
  // Two bytes of UTF-8, which is as far as a header's value goes.
  if (lead && trail)
    return String.fromCharCode(((Number.parseInt(lead, 16) & 3) << 6) | (Number.parseInt(trail, 16) & 63));
  const code = decimal === undefined ? Number.parseInt((u4 ?? u6 ?? x2 ?? byte ?? hex)!, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

/** A stretch of the reading decoded as Base64. */
function unbase64({ text, starts, ends }: Reading, from: number, to: number): Reading {
  const run = text.slice(from, to).replaceAll('-', '+').replaceAll('_', '/');
  // A last character by itself holds less than a byte.
  const bytes = atob(run.length % 4 === 1 ? run.slice(0, -1) : run);
  return {
    text: bytes,
    starts: Uint32Array.from(bytes, (_, index) => starts[from + Math.floor((index * 4) / 3)]!),
    ends: Uint32Array.from(bytes, (_, index) => ends[from + Math.ceil(((index + 1) * 4) / 3) - 1]!),
  };
}
