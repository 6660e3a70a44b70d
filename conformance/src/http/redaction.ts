import { required } from '../errors.ts';
import { decodings } from './decoding.ts';

/** A text that reveals a secret, or a part of it, and the variable that replaces it. */
export interface SecretForm {
  /** Normalized: see `normalize`. */
  readonly text: string;
  readonly variable: string;
}

/** A range of a text that reveals a secret. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly variable: string;
}

/** A shorter value, or part of a value, occurs in too many texts to be redacted. */
const SHORTEST = 4;
/** What separates the parts of a header value. Each part is redacted by itself as well. */
const SEPARATORS = /[^\x21-\x7e]+|[,;:="'&|]+/;
/** Words in header values that are not secret and that other texts need. */
const WORDS = /^(bearer|basic|token|digest|apikey|https?)$/i;

/**
 * Every text that reveals a header value: the value, its parts, what they decode to, and the Base64 of each of these.
 * `Basic dXNlcjpwYXNz` is also revealed by `user:pass` and by `pass`.
 */
export function secretForms(value: string, variable: string): SecretForm[] {
  const plain = partsOf(value)
    .flatMap((part) => [...decodings(part)])
    .filter(({ text }) => /^[\x20-\x7e\xa0-\xff]*$/.test(text))
    .flatMap(({ text }) => partsOf(text));
  const base64 = plain.map((part) => btoa(part).replace(/=+$/, ''));
  return [...new Set([...plain, ...base64].map(normalize))].map((text) => ({ text, variable }));
}

const partsOf = (value: string): string[] =>
  [value, ...value.split(SEPARATORS)]
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST && !WORDS.test(part));

/** Maps texts that a reader takes as equal to one text: other letter case, base64url, and `+` for a space in a form. */
function normalize(text: string): string {
  const lower = text.toLowerCase();
  // A few letters become longer in lower case. The positions of the characters must not change.
  return (lower.length === text.length ? lower : text).replaceAll(/[-+]/g, ' ').replaceAll('_', '/');
}

/** A function that replaces every occurrence of these forms in a text, in any encoding, by their variables. */
export function redactorOf(forms: readonly SecretForm[]): (text: string) => string {
  if (forms.length === 0) return (text) => text;
  const byPrefix = groupByPrefix(forms);
  return (text) => replaceAll(text, [...matchesIn(text, byPrefix)]);
}

/** The forms by their first characters, the longest first. So a text is read once, however many forms there are. */
function groupByPrefix(forms: readonly SecretForm[]): ReadonlyMap<string, SecretForm[]> {
  const groups = new Map<string, SecretForm[]>();
  for (const form of forms.toSorted((one, other) => other.text.length - one.text.length)) {
    const prefix = form.text.slice(0, SHORTEST);
    groups.set(prefix, [...(groups.get(prefix) ?? []), form]);
  }
  return groups;
}

function* matchesIn(text: string, byPrefix: ReadonlyMap<string, SecretForm[]>): Generator<Match> {
  for (const decoded of decodings(text)) {
    const read = normalize(decoded.text);
    for (let index = 0; index + SHORTEST <= read.length; index += 1) {
      const candidates = byPrefix.get(read.slice(index, index + SHORTEST));
      const form = candidates?.find((candidate) => read.startsWith(candidate.text, index));
      if (!form) continue;
      const [start, end] = [decoded.starts[index], decoded.ends[index + form.text.length - 1]];
      yield { start: required(start), end: required(end), variable: form.variable };
    }
  }
}

/** The text with each match replaced by its variable. Matches that overlap are replaced together. */
function replaceAll(text: string, matches: Match[]): string {
  let out = '';
  let done = 0;
  for (const { start, end, variable } of matches.sort((one, other) => one.start - other.start)) {
    if (start >= done) out += text.slice(done, start) + variable;
    done = Math.max(done, end);
  }
  return out + text.slice(done);
}
