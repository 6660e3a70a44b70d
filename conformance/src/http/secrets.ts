import { CannotJudge } from '../errors.ts';
import { readings } from './decoding.ts';

/** Keeps the values of the headers given by the user out of everything that is shown. */
export interface Secrets {
  /** The headers to send. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same headers as they are shown. */
  readonly shown: Readonly<Record<string, string>>;
  /** A text with those values replaced by `$NAME`, however they are written in it. */
  hide(text: string): string;
  /** The same for the beginning of a text, at most so many characters. It holds on to nothing of the rest. */
  excerpt(text: string, most: number): string;
}

/** A value, or part of one, that is shorter than this is too common a text to be hidden. */
const SHORTEST = 4;
/** What stands between the parts of a value, each of which is hidden by itself. */
const SEPARATORS = /[^\x21-\x7e]+|[,;:="'&|]+/;
/** Words of a header's value that are no secret, and that other texts need. */
const WORDS = /^(bearer|basic|token|digest|apikey|https?)$/i;
/** How many characters one of a value may be written in: `&#92;&#117;&#48;&#48;&#54;&#49;` is an `a`. */
const EXPANSION = 40;

/** Throws CannotJudge if a header cannot be sent. The error never quotes its value. */
export function secretsOf(headers: Readonly<Record<string, string>> = {}): Secrets {
  for (const [name, value] of Object.entries(headers)) expectSendable(name, value);
  const forms = Object.entries(headers)
    .flatMap(([name, value]) => formsOf(value).map((form) => ({ form, variable: variableOf(name) })))
    .sort((one, other) => other.form.length - one.form.length);
  const hide = forms.length === 0 ? (text: string) => text : hiding(forms);
  // What is cut off may be the rest of a value: it is hidden before the text is cut.
  const reach = EXPANSION * (forms[0]?.form.length ?? 0);
  return {
    headers,
    shown: Object.fromEntries(Object.keys(headers).map((name) => [name, variableOf(name)])),
    hide,
    excerpt: (text, most) => copied(cut(hide(text.slice(0, most + reach + 1)), most)),
  };
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A slice of a string keeps the whole of it in memory; a string made anew does not. */
const copied = (text: string): string => JSON.parse(JSON.stringify(text));

function expectSendable(name: string, value: string): void {
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) throw new CannotJudge('a header cannot be sent: its name is not a token');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new CannotJudge(
      `the header ${name} cannot be sent: its value holds a line break, a control character or a character beyond U+00FF`,
    );
}

/** The shell variable that stands for a header's value. */
const variableOf = (name: string): string => `$${name.toUpperCase().replaceAll(/^\d|[^A-Z0-9]/g, '_')}`;

/** A value and all that it says: `Basic dXNlcjpwYXNz` is also `user:pass`, and `pass`. Each as it stands and as Base64. */
function formsOf(value: string): string[] {
  const said = partsOf(value)
    .flatMap((part) => [...readings(part)])
    .filter(({ text }) => /^[\x20-\x7e\xa0-\xff]*$/.test(text))
    .flatMap(({ text }) => partsOf(text));
  return [...new Set([...said, ...said.map((part) => btoa(part).replace(/=+$/, ''))].map(folded))];
}

const partsOf = (value: string): string[] =>
  [value, ...value.split(SEPARATORS)]
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST && !WORDS.test(part));

/** One text for what a reader takes as the same: letter case, Base64 and base64url, a space and the `+` it is in a form. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  // A few letters grow in lower case, and places in the text must stay what they are.
  return (lower.length === text.length ? lower : text).replaceAll(/[-+]/g, ' ').replaceAll('_', '/');
}

interface Form {
  form: string;
  variable: string;
}

interface Place {
  start: number;
  end: number;
  variable: string;
}

/** Hides these forms, the longest first. */
function hiding(forms: readonly Form[]): (text: string) => string {
  // By how they begin, so that a text is read once however many there are.
  const byBeginning = new Map<string, Form[]>();
  for (const one of forms) {
    const beginning = one.form.slice(0, SHORTEST);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), one]);
  }
  return (text) => {
    const places: Place[] = [];
    for (const { text: said, starts, ends } of readings(text)) {
      const read = folded(said);
      for (let index = 0; index + SHORTEST <= read.length; index += 1) {
        const among = byBeginning.get(read.slice(index, index + SHORTEST));
        const hit = among?.find(({ form }) => read.startsWith(form, index));
        if (!hit) continue;
        places.push({ start: starts[index]!, end: ends[index + hit.form.length - 1]!, variable: hit.variable });
      }
    }
    return replaced(text, places);
  };
}

/** The text with each place replaced; those that overlap become one. */
function replaced(text: string, places: Place[]): string {
  let out = '';
  let done = 0;
  for (const { start, end, variable } of places.sort((one, other) => one.start - other.start)) {
    if (start >= done) out += text.slice(done, start) + variable;
    done = Math.max(done, end);
  }
  return out + text.slice(done);
}
