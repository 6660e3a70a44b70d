import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CannotJudge, Inconclusive, NotApplicable, RuleViolation, TransportError } from '../src/errors.ts';
import { curl, type Report, table } from '../src/index.ts';
import { printable } from '../src/message/printable.ts';
import { type Listening, listen, PlainServer, type Row } from './servers/plain.ts';

/** Text that controls a terminal: it clears the screen, overwrites the verdict, sets the title, or reverses the text. */
const HOSTILE =
  '\x1b[2J\x1b]0;owned\x07\r\x08\x7f\x9b2J\u202egnol\u202c\u2066\u2069\u200e\u200f\u061c\u2028\u2029\nis conformant\ud800';
/** Any such character, except for the newlines of the command itself. */
const OBEYED = /(?!\n)\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const bin = new URL('../dist/bin.js', import.meta.url).pathname;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command from dist in its own process. */
async function command(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, XDG_STATE_HOME: folder } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

const RULES = ['create-answers-201', 'record-shape', 'errors-are-problems', 'get-answers-the-record', 'list-envelope'];
const chosen = RULES.flatMap((rule) => ['--rule', rule]);

/** A server that responds with the same bytes to every request. */
async function listenRaw(response: string): Promise<Listening> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.end(Buffer.from(response, 'latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** A server that keeps the rules, but whose texts are all hostile. */
class Rude extends PlainServer {
  override mint() {
    // Without a lone surrogate, which a URL cannot contain.
    return `${super.mint()}${HOSTILE.slice(0, -1)}`;
  }
  override show(row: Row) {
    return { ...super.show(row), org_id: HOSTILE, [HOSTILE]: HOSTILE };
  }
  override reply(status: number, body: unknown, headers: Record<string, string> = {}) {
    const { location: _, ...sendable } = headers;
    return super.reply(status, body, { ...sendable, 'x-rude': '\x9b2J', 'content-type': 'text/\x9b31m' });
  }
  override refuse(status: number, slug: string) {
    return this.reply(status, { type: HOSTILE, title: slug + HOSTILE, detail: HOSTILE, status: HOSTILE });
  }
  override drop() {}
}

/** A server that responds with hostile plain text, without escapes. */
class Raw extends Rude {
  override write() {
    return HOSTILE;
  }
}

describe('what a server responds cannot control the terminal', () => {
  it('in records, ids, errors and headers, in the report, and during cleanup', async () => {
    await using target = await listen(new Rude());
    const { code, out, err } = await command(target.url, ...chosen, '--out', folder);
    // Records are left behind.
    expect(code).toBe(2);
    expect(out).toContain('\\u001b[2J');
    expect(out).toContain('Left behind');
    for (const text of [out, err, await readFile(join(folder, 'report.json'), 'utf8')])
      expect(text).not.toMatch(OBEYED);
    expect(out.split('\n').filter((line) => line.startsWith('is conformant'))).toEqual([]);
    const again = await command('cleanup', target.url);
    expect(again.out + again.err).toContain('could not delete');
    expect(again.out + again.err).not.toMatch(OBEYED);
  });

  it('if the whole response is text', async () => {
    await using target = await listen(new Raw());
    const { code, out, err } = await command(target.url, ...chosen);
    expect(code).toBe(2);
    expect(err).toContain('\\u001b[2J');
    expect(out + err).not.toMatch(OBEYED);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it.each([
    ['the status text', `HTTP/1.1 404 \x1b[2J\x9b\r\nContent-Length: 3\r\n\r\n\x1b[2`],
    ['a header', `HTTP/1.1 404 No\r\nX-A: \x1b[2J\r\nContent-Length: 0\r\n\r\n`],
    ['the name of a header', `HTTP/1.1 404 No\r\n\x1b[2J: a\r\nContent-Length: 0\r\n\r\n`],
    ['a redirect', `HTTP/1.1 302 Found\r\nLocation: http://\x9b2J/\r\nContent-Length: 3\r\n\r\n\x1b[2`],
    ['a type', `HTTP/1.1 200 OK\r\nContent-Type: \x9b2J\r\nContent-Length: 3\r\n\r\n\x1b[2`],
    ['something that is not HTTP', HOSTILE],
  ])('in %s', async (_, response) => {
    await using target = await listenRaw(response);
    const { code, out, err } = await command(target.url, ...chosen, '--timeout', '2');
    expect(code).toBe(2);
    expect(out + err).toContain(target.url);
    expect(out + err).not.toMatch(OBEYED);
  });

  it('in any text of a report', () => {
    const exchange = {
      method: 'PUT',
      url: HOSTILE,
      headers: { [`a${HOSTILE}`]: HOSTILE },
      body: HOSTILE,
      status: 500,
      text: HOSTILE,
      sentAt: 0,
      durationMs: 0,
    };
    const result = {
      id: 'record-shape',
      heading: 'Shapes',
      sentence: HOSTILE,
      level: 'MUST',
      provenance: 'derived',
      status: 'failed',
      message: HOSTILE,
      exchanges: [exchange, { ...exchange, error: HOSTILE }],
      assertions: 1,
      requests: 1,
      durationMs: 1,
    } as const;
    const report: Report = {
      version: '1',
      target: HOSTILE,
      startedAt: '',
      durationMs: 1,
      requests: 1,
      heldBackMs: 0,
      verdict: 'nonconformant',
      coverage: { checked: 1, total: 1 },
      seed: 1,
      token: '',
      results: [result],
      leftovers: [HOSTILE],
    };
    expect(table(report)).toContain('\\u001b[2J');
    expect(table(report)).not.toMatch(OBEYED);
  });
});

describe('a curl line', () => {
  it.each([
    ['escapes', 'a\x1b[2J\r\n\t\x7f\u009b\u202e\u2028é✓ it\'s a \\ "back\\slash" $HOME `id`'],
    ['quotes', `it's $(id) and \\ and "two"`],
  ])('gives bash exactly the body and address that were sent, with %s', (_, text) => {
    const line = curl({ method: 'PUT', url: text, headers: { 'x-a': text }, body: text, sentAt: 0, durationMs: 0 });
    expect(line).not.toMatch(OBEYED);
    const script = `curl() { printf '%s\\0' "$@"; }; ${line}`;
    const words = execFileSync('bash', ['-c', script]).toString().split('\0');
    expect(words.filter((word) => word === text)).toHaveLength(2);
    expect(words).toContain(`x-a: ${text}`);
    expect(words.includes('-g')).toBe(text.includes('['));
  });

  it('does not execute the name of a header', () => {
    const headers = { 'x`id`': '$X__ID_', 'X-Key': '$X_KEY', 'x-odd': '$(id)' };
    const line = curl({ method: 'GET', url: 'http://a.test', headers, sentAt: 0, durationMs: 0 });
    expect(line).toContain('-H "X-Key: $X_KEY"');
    const script = `X_KEY=hush X__ID_=odd; curl() { printf '%s\\n' "$@"; }; ${line}`;
    expect(execFileSync('bash', ['-c', script]).toString().split('\n')).toEqual(
      expect.arrayContaining(['x`id`: odd', 'X-Key: hush', 'x-odd: $(id)']),
    );
  });
});

it('printable keeps text unchanged, and shows control characters as escapes', () => {
  expect(printable('héllo ✓ 👩‍👩‍👧‍👦 \\ "quoted"')).toBe('héllo ✓ 👩‍👩‍👧‍👦 \\ "quoted"');
  expect(printable('\x00\n\r\t\x1b\x7f\x9b\u202e\ud800')).toBe('\\u0000\\n\\r\\t\\u001b\\u007f\\u009b\\u202e\\ud800');
});

it('an error has only the lines that it was created with, whatever they quote', () => {
  const exchange = { method: 'GET', url: 'http://a.test', headers: {}, sentAt: 0, durationMs: 0 };
  const errors = [
    new Inconclusive(HOSTILE),
    new NotApplicable(HOSTILE),
    new CannotJudge(HOSTILE),
    new TransportError(exchange, HOSTILE),
    RuleViolation.of(HOSTILE, []),
  ];
  for (const { message } of errors) expect(message).not.toMatch(/\n|\p{Cc}|\p{Cs}/u);
  expect(new RuleViolation([HOSTILE, 'after'], []).message.split('\n')).toEqual([printable(HOSTILE), 'after']);
});
