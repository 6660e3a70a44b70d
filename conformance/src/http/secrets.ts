import { CannotJudge } from '../errors.ts';
import { redactorOf, secretForms } from './redaction.ts';

/** The headers given by the user, and how to keep their values out of all output. */
export interface Secrets {
  /** The headers to send. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same headers with `$NAME` in place of each value. */
  readonly shown: Readonly<Record<string, string>>;
  /** Replaces the values in a text by `$NAME`, in any encoding listed in docs/conformance.md. */
  redact(text: string): string;
  /** Redacts a text and cuts it to `length` characters. The result does not keep the rest of the text in memory. */
  excerpt(text: string, length: number): string;
}

/** How many characters can encode one character of a value: `&#92;&#117;&#48;&#48;&#54;&#49;` is an `a`. */
const EXPANSION = 40;

/** @throws {CannotJudge} if a header cannot be sent. The message never quotes the value. */
export function secretsOf(headers: Readonly<Record<string, string>> = {}): Secrets {
  for (const [name, value] of Object.entries(headers)) expectSendable(name, value);
  const forms = Object.entries(headers).flatMap(([name, value]) => secretForms(value, variableOf(name)));
  const redact = redactorOf(forms);
  // The cut may split a value. So the text is redacted first, together with the characters that can belong to that value.
  const reach = EXPANSION * Math.max(0, ...forms.map(({ text }) => text.length));
  return {
    headers,
    shown: Object.fromEntries(Object.keys(headers).map((name) => [name, variableOf(name)])),
    redact,
    excerpt: (text, length) => copied(cut(redact(text.slice(0, length + reach + 1)), length)),
  };
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

/** A slice of a string keeps the whole string in memory. A string that JSON.parse creates does not. */
const copied = (text: string): string => JSON.parse(JSON.stringify(text));

function expectSendable(name: string, value: string): void {
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) throw new CannotJudge('a header cannot be sent: its name is not a token');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new CannotJudge(
      `the header ${name} cannot be sent: its value holds a line break, a control character or a character beyond U+00FF`,
    );
}

/** The shell variable that is shown in place of a header's value. */
const variableOf = (name: string): string => `$${name.toUpperCase().replaceAll(/^\d|[^A-Z0-9]/g, '_')}`;
