import type { Exchange } from './exchange.ts';
import { shellPieces, shellWord } from './shell.ts';

/** The longest argument that Linux passes to a program has 128 KiB. */
const LONGEST_ARGUMENT = 100_000;

/** An option of curl with its value. */
interface Argument {
  option: string;
  /** Quoted when it is written. Undefined if the option is complete. */
  value?: string;
  /** Follows the value. */
  end?: string;
}

/**
 * A curl command for bash that repeats the request. A header value given by the user is a variable in double quotes.
 *
 * @param quote writes a text as one word for bash
 */
export const curl = (exchange: Exchange, quote = shellWord): string =>
  argumentsOf(exchange)
    .map((argument) => textOf(argument, quote))
    .join(' ');

/** The same command in lines of about `width` characters, each indented if possible. Bash reads them as one line. */
export function curlLines(exchange: Exchange, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const one of argumentsOf(exchange)) {
    const { option, value, end = '' } = one;
    const argument = textOf(one);
    if (appended(line, argument).length + ' \\'.length > width && line.trim()) {
      lines.push(`${line} \\`);
      line = `${indent}  `;
    }
    if (value === undefined || appended(line, argument).length + ' \\'.length <= width) {
      line = appended(line, argument);
      continue;
    }
    if (option) lines.push(`${line}${option} \\`);
    // Spaces between the pieces of a word would end it, so only its first piece is indented.
    const [first, ...rest] = shellPieces(value, width - indent.length - '  \\'.length);
    const pieces = [`${line}${first}`, ...rest];
    if (end) pieces.push(end);
    lines.push(...pieces.slice(0, -1).map((piece) => `${piece}\\`));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

const appended = (line: string, word: string): string => (line.trim() ? `${line} ${word}` : line + word);

const textOf = ({ option, value, end = '' }: Argument, quote = shellWord): string =>
  [option, value === undefined ? '' : quote(value) + end].filter(Boolean).join(' ');

function argumentsOf({ method, url, headers, body }: Exchange): Argument[] {
  return [
    { option: 'curl -i' },
    // Without -g, curl would interpret brackets as a pattern.
    ...(/[[\]{}]/.test(url) ? [{ option: '-g' }] : []),
    ...(method === 'GET' ? [] : [{ option: `-X ${method}` }]),
    { option: '', value: url },
    ...Object.entries(headers).map(([name, value]) => headerArgument(name, value)),
    ...(body === undefined ? [] : [bodyArgument(body)]),
  ];
}

/** A header given by the user. Its name is quoted separately if the shell would interpret a part of it. */
function headerArgument(name: string, value: string): Argument {
  if (!/^\$[A-Z0-9_]+$/.test(value)) return { option: '-H', value: `${name}: ${value}` };
  const isPlain = /^[\w-]+$/.test(name);
  return { option: isPlain ? `-H "${name}: ${value}"` : `-H ${shellWord(`${name}: `)}"${value}"` };
}

function bodyArgument(body: string): Argument {
  if (body.length <= LONGEST_ARGUMENT) return { option: '--data-binary', value: body };
  return { option: '--data-binary @<(printf %s', value: body, end: ')' };
}
