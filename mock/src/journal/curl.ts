import { CONTROL } from './control-characters.ts';
import type { JournalEntry } from './entry.ts';

/** Headers that curl writes itself. */
const WRITTEN_BY_CURL = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'user-agent',
]);

/**
 * Converts a request to a curl command in one line for bash. Control characters are escaped, so that the line is harmless in a
 * terminal; the command still sends them. The line begins with a comment if the journal no longer holds the body.
 */
export function toCurl({ seq, method, url, request, bodiesDropped }: JournalEntry): string {
  const headers = request.headers
    .filter(([name]) => !WRITTEN_BY_CURL.has(name))
    .map(([name, value]) => `-H ${quoteLatin1(value === '' ? `${name};` : `${name}: ${value}`)}`);
  // With -X HEAD, curl would wait for a body. Without -g, it would expand brackets and braces in the URL.
  const command = method === 'HEAD' ? 'curl --head' : `curl -i -X ${quote(method)}`;
  const words = [command, ...(/[[\]{}]/.test(url) ? ['-g'] : []), quote(url), ...headers];
  if (request.body !== null) words.push(bodyOf(request.body));
  const line = words.join(' ');
  return bodiesDropped ? `# The journal no longer holds the body of request ${seq}.  ${line}` : line;
}

/** An argument cannot contain NUL, so that such a body is passed as a file. */
function bodyOf(body: string): string {
  if (!body.includes('\0')) return `--data-raw ${quote(body)}`;
  const format = body.replaceAll(UNSAFE_IN_FORMAT, (text) => (text === '%' ? '%%' : escapeBytes(utf8(text))));
  return `--data-binary @<(printf '${format}')`;
}

const HAS_CONTROL = new RegExp(`[${CONTROL}]`, 'u');
const UNSAFE = new RegExp(`[${CONTROL}'\\\\]`, 'gu');
const UNSAFE_IN_FORMAT = new RegExp(`[${CONTROL}'\\\\%]`, 'gu');

/** Quotes a word for bash, with control characters as the bytes of their UTF-8 encoding. shell-quote leaves them as they are. */
function quote(word: string): string {
  if (/^[\w./:-]+$/.test(word)) return word;
  if (!HAS_CONTROL.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  return `$'${word.replaceAll(UNSAFE, (text) => escapeBytes(utf8(text)))}'`;
}

/** Quotes a header for bash, with one byte for each character, because headers are sent in Latin-1. */
function quoteLatin1(word: string): string {
  if (!/[^ -~]/.test(word)) return quote(word);
  return `$'${word.replaceAll(/[^ -~]|['\\]/g, (text) => escapeBytes([text.charCodeAt(0) & 0xff]))}'`;
}

const utf8 = (text: string): Iterable<number> => new TextEncoder().encode(text);

const escapeBytes = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
