import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { operations } from '@referral-codes/sdk/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { createControl } from '../src/control/client.ts';
import { type JournalEntry, toCurl } from '../src/index.ts';
import { sendRaw } from './raw.ts';
import { serveForEachTest } from './served-mock.ts';

const run = promisify(execFile);
const PATH = operations.listRecords.path;

/** What can repaint a terminal or hide text on it. */
const SHOWN_WRONG = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** Whether HTTP lets a header have it. */
const isHeaderValue = (value: string): boolean =>
  [...value].every((letter) => letter === '\t' || (letter >= ' ' && letter <= '\u00ff' && letter !== '\u007f'));

const HOSTILE = [
  ['an escape sequence', '\u001b[2J\u001b[31mFAILED\u001b[0m'],
  ['a title and a clipboard', '\u001b]0;pwned\u0007\u001b]52;c;cm0gLXJm\u0007'],
  ['an 8-bit escape sequence', '\u009b2J\u0090q\u009c'],
  ['backspaces and a carriage return', 'rm -rf /\b\b\b\b\b\b\b\becho ok\r'],
  ['line ends, a tab and DEL', 'a\nb\r\nc\td\u007f'],
  ['marks of direction', '\u202eevil\u202c\u2066x\u2069\u200e\u200f\u061c'],
  ['quotes and what a shell reads', `it's $HOME \`id\` "$(id)" \\ \\n \\x41 ! %s`],
  ['digits after an escape', '\u001b41\u009bff'],
  ['NUL', `a\u0000b'c\\d%s\u001b[1m`],
  ['letters beyond ASCII', 'naïve 語 😀'],
  ['a file', '@/etc/passwd'],
] as const;

const current = serveForEachTest({ scenario: 'empty' });

const post = (body: string) =>
  fetch(current.served.origin + PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

/** Runs lines in bash as somebody who pasted them would, and answers the requests that the mock then received. */
async function pasted(...lines: string[]): Promise<JournalEntry['request'][]> {
  const { seq } = required(current.mock.journal.find().at(-1));
  const script = lines.map((line) => `${line} -s`).join('\n');
  await run('bash', ['-c', script], { env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  return current.mock.journal.find({ since: seq }).map(({ request }) => request);
}

const lastEntry = (): JournalEntry => required(current.mock.journal.find().at(-1));

describe('a curl command does not change the terminal, and sends the same request when it is pasted', () => {
  it('with any hostile body', async () => {
    const control = createControl({ origin: current.served.origin });
    const lines: string[] = [];
    for (const [, body] of HOSTILE) {
      await post(body);
      const line = (await control.journal.curl({ since: lastEntry().seq - 1 })).trimEnd();
      expect(line).not.toMatch(SHOWN_WRONG);
      expect(line).not.toContain('\n');
      lines.push(line);
    }
    expect((await pasted(...lines)).map(({ body }) => body)).toEqual(HOSTILE.map(([, body]) => body));
  });

  it('with any hostile header', async () => {
    const values = HOSTILE.map(([, value]) => value).filter(isHeaderValue);
    const lines: string[] = [];
    for (const value of values) {
      const host = `127.0.0.1:${current.served.port}`;
      const request = `GET ${PATH} HTTP/1.1\r\nHost: ${host}\r\nX-Odd: ${value}\r\nConnection: close\r\n\r\n`;
      await sendRaw(current.served.port, Buffer.from(request, 'latin1'));
      const line = toCurl(lastEntry());
      expect(line).not.toMatch(SHOWN_WRONG);
      lines.push(line);
    }
    const received = (await pasted(...lines)).map(({ headers }) => headers.find(([name]) => name === 'x-odd')?.[1]);
    expect(received).toEqual(values);
  });

  it('with any body at all', async () => {
    const bodies = fc.sample(fc.string({ unit: 'binary', maxLength: 50, minLength: 1 }), 40);
    const [lines, sent]: [string[], unknown[]] = [[], []];
    for (const body of bodies) {
      await post(body);
      const entry = lastEntry();
      expect(toCurl(entry)).not.toMatch(SHOWN_WRONG);
      lines.push(toCurl(entry));
      sent.push(entry.request.body);
    }
    expect((await pasted(...lines)).map(({ body }) => body)).toEqual(sent);
  });

  it('with an empty header', async () => {
    await fetch(current.served.origin + PATH, { headers: { 'x-empty': '' } });
    const [request] = await pasted(toCurl(lastEntry()));
    expect(request?.headers).toContainEqual(['x-empty', '']);
  });
});

const getWithHost = (host: string) =>
  sendRaw(current.served.port, `GET ${PATH}?page=1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

it.each(['..', '1.2.3.4.5', 'localhost:99999', '-', 'a..b'])(
  'a request with the unusual Host %s can be exported',
  async (host) => {
    await getWithHost(host);

    const { journal } = createControl({ origin: current.served.origin });
    expect(await journal.curl()).toContain(`http://${host}${PATH}`);
    expect(await journal.har()).toMatchObject({
      log: { entries: [{ request: { queryString: [{ name: 'page', value: '1' }] } }] },
    });
  },
);

it.each(['journal', 'journal/har'])('/%s shows no control character either, and holds the same', async (path) => {
  const body = HOSTILE.map(([, text]) => text).join();
  await post(body);
  const text = await (await fetch(`${current.served.origin}/__mock/${path}`)).text();
  expect(text).not.toMatch(SHOWN_WRONG);
  const parsed = JSON.parse(text);
  expect(path === 'journal/har' ? parsed.log.entries[0].request.postData.text : parsed[0].request.body).toBe(body);
});

it('the event stream shows no control character either', async () => {
  const request = `GET /__mock/journal/stream HTTP/1.1\r\nHost: 127.0.0.1:${current.served.port}\r\n\r\n`;
  let posted: Promise<Response> | undefined;

  const received = await sendRaw(current.served.port, request, (text) => {
    if (text.includes(': connected')) posted ??= post(HOSTILE.map(([, body]) => body).join());
    return /data: .*\n\n/.test(text);
  });
  await posted;

  const text = Buffer.from(received, 'latin1').toString().replaceAll('\r\n', '\n');
  expect(text).toContain('data: ');
  expect(text).not.toMatch(SHOWN_WRONG);
});

it('a problem shows what it quotes without control characters', async () => {
  const response = await fetch(`${current.served.origin}/__mock/snapshots/${encodeURIComponent('\u009b2J\u202e')}`);
  expect(await response.text()).not.toMatch(SHOWN_WRONG);
});
