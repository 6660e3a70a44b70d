/** Keeps the values of the headers given by the user out of everything that is shown. */
export interface Secrets {
  /** The headers to send. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same headers as they are shown. */
  readonly shown: Readonly<Record<string, string>>;
  /** A text with every one of those values replaced by `$NAME`. */
  hide(text: string): string;
}

/** A value shorter than this is too common a text to be replaced inside a body. */
const SHORTEST = 4;

export function secretsOf(headers: Readonly<Record<string, string>> = {}): Secrets {
  const variable = (name: string): string => `$${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const hidden = Object.entries(headers)
    // `Bearer abc` hides `abc` too: a server may answer either.
    .flatMap(([name, value]) => [value, ...value.split(/[\s,;=]+/)].map((part) => [part, variable(name)] as const))
    .flatMap(([part, name]) => [part, JSON.stringify(part).slice(1, -1)].map((text) => [text, name] as const))
    .filter(([part]) => part.length >= SHORTEST && !/^(Bearer|Basic|Token)$/i.test(part))
    .sort(([one], [other]) => other.length - one.length);
  return {
    headers,
    shown: Object.fromEntries(Object.keys(headers).map((name) => [name, variable(name)])),
    hide: (text) => hidden.reduce((left, [part, name]) => left.replaceAll(part, name), text),
  };
}
