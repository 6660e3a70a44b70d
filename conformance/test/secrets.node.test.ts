import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { required } from '../src/errors.ts';
import { secretsOf } from '../src/http/secrets.ts';
import { runConformance } from '../src/index.ts';
import { runCommand } from './command.ts';
import { asFetch, listen, PlainServer, type Reply, type ServerRequest } from './servers/plain.ts';

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
const each = (write: (code: number) => string) => (text: string) =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('');
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

/** Ways in which a server may encode a text. */
const ENCODINGS: Record<string, (text: string) => string> = {
  asItIs: (text) => text,
  upperCase: (text) => text.toUpperCase(),
  lowerCase: (text) => text.toLowerCase(),
  json: (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  unicodeEscapes: each((code) => `\\u${hex(code, 4)}`),
  bracedEscapes: each((code) => `\\u{${hex(code, 1)}}`),
  hexEscapes: each((code) => `\\x${hex(code, 2)}`),
  uri: encodeURIComponent,
  form: (text) => new URLSearchParams({ text }).toString().slice('text='.length),
  percent: each((code) => `%${hex(code, 2)}`),
  html: (text) => text.replace(/[&<>"'/]/g, (char) => `&#${char.charCodeAt(0)};`),
  htmlNames: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  htmlDecimal: each((code) => `&#${code};`),
  htmlHex: each((code) => `&#x${hex(code, 4)};`),
  base64,
  base64url: (text) => Buffer.from(text, 'latin1').toString('base64url'),
  base64Within: (text) => base64(`the key: ${text}!`),
};

/** A secret of printable ASCII that occurs in no other text. It begins and ends with letters, because header values are trimmed. */
const secrets = fc
  .tuple(fc.string({ unit: fc.constantFrom(..."aZ09-_./+&<>'%\\~!"), minLength: 3, maxLength: 12 }), fc.uuid())
  .map(([text, random]) => `Qz${random.slice(0, 8)}${text}Zq`);
const writings = fc.array(fc.constantFrom(...Object.keys(ENCODINGS)), { minLength: 1, maxLength: 2 });
const written = (text: string, names: readonly string[]) =>
  names.reduce((inner, name) => required(ENCODINGS[name])(inner), text);

/** The ways to read a text: unchanged, and with one kind of escape after the other decoded. */
function* readers(text: string): Generator<string> {
  const decoders = [
    (one: string) =>
      one.replaceAll(/\\u\{?([0-9a-f]{1,4})\}?/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    (one: string) => one.replaceAll(/\\x([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    (one: string) => one.replaceAll(/\\(.)/g, '$1'),
    (one: string) => one.replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    (one: string) => one.replaceAll(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    (one: string) => one.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    (one: string) => one.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    (one: string) => one.replaceAll(/[\w+/-]{8,}=*/g, (run) => Buffer.from(run, 'base64').toString('latin1')),
  ];
  yield text;
  for (const first of decoders) {
    const once = first(text);
    yield once;
    for (const second of decoders) yield second(once);
  }
}

/** Whether any of these readers finds a secret in a text, in any letter case. */
const isShownIn = (text: string, secret: string): boolean =>
  [...readers(text)].some((read) => read.toLowerCase().includes(secret.toLowerCase()));

/** A server that keeps every rule except those about errors, and repeats the headers, encoded, wherever a response has text. */
class Echo extends PlainServer {
  repeat: string[] = [];
  override async handle(request: ServerRequest): Promise<Reply> {
    const reply = await super.handle(request);
    const name = this.repeat.map((text) => text.replaceAll(/[^\w-]/g, '')).find((text) => text.length > 3) ?? 'x-none';
    const value = this.repeat.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '')).join(' , ');
    const headers = { ...reply.headers, 'x-echo': value, [name.slice(0, 200)]: 'name' };
    return { ...reply, headers, body: { ...(reply.body as object), echo: this.repeat, [required(this.repeat[0])]: 1 } };
  }
  override refuse(status: number, slug: string): Reply {
    return super.refuse(status, slug, `you sent ${this.repeat.join(' and ')}`, { status: this.repeat });
  }
}

describe('a header value is redacted', () => {
  it('in every encoding, and in two at once, everywhere in a response', async () => {
    const server = new Echo();
    await using target = await listen(server);
    const rules = ['errors-are-problems', 'record-shape', 'list-envelope'] as const;
    const property = fc.asyncProperty(
      secrets,
      fc.array(writings, { minLength: 1, maxLength: 4 }),
      async (secret, ways) => {
        server.repeat = ways.map((names) => written(secret, names));
        const report = await runConformance({ ...target, headers: { 'X-Key': secret } }, { rules });
        expect(report.results.some(({ exchanges }) => exchanges?.length)).toBe(true);
        const shown = JSON.stringify(report);
        expect(shown).toContain('$X_KEY');
        expect({ ways, found: isShownIn(shown, secret) }).toEqual({ ways, found: false });
      },
    );
    await fc.assert(property, { numRuns: 15 });
  });

  it('in all pairs of encodings', () => {
    const all = Object.keys(ENCODINGS);
    const pairs = all.flatMap((one) => all.map((other) => [one, other] as const));
    const property = fc.property(secrets, (secret) => {
      const { redact } = secretsOf({ 'X-Key': secret });
      const shown = pairs.filter((pair) => isShownIn(redact(`{"a": "${written(secret, pair)}"}`), secret));
      expect({ secret, shown }).toEqual({ secret, shown: [] });
    });
    fc.assert(property, { numRuns: 30 });
  });

  it.each([
    ['Basic dXNlcjpwYXNz', 'user:pass'],
    ['Basic dXNlcjpwYXNz', 'pass'],
    ['Basic dXNlcjpwYXNz', 'basic DXNLCJPWYXNZ'],
    ['Bearer hush-4711', 'HUSH-4711'],
    ['Bearer hush-4711', 'the token hush\\u002d4711 of you'],
    ['key=hush-4711; other=shh-0815', 'shh-0815'],
    ['first:second', 'second'],
    ['hush/4711 & more', 'hush\\/4711+%26+more'],
    ['hush<4711>', 'hush&amp;lt;4711&gt;'],
    ['caf\xe9-4711', 'caf%C3%A9-4711'],
  ])('%j if the server writes %j', (value, said) => {
    const shown = secretsOf({ 'X-Key': value }).redact(`{"said": "${said}", "ok": true}`);
    expect(shown).toMatch(/^\{"said": "(basic |the token )?\$X_KEY( of you)?", "ok": true\}$/);
  });

  it('in Base64 directly after other characters', () => {
    const { redact } = secretsOf({ 'X-Key': 'hush-4711' });
    for (const before of ['', 'a', 'ab', 'abc', 'id-']) {
      const shown = redact(before + base64('a key: hush-4711!'));
      expect(shown).toContain('$X_KEY');
      expect(shown.length).toBeLessThan(before.length + 24);
    }
  });

  it('if the end of an excerpt cuts it', () => {
    const { excerpt } = secretsOf({ 'X-Key': 'hush-4711-hush-4711' });
    const text = `${'.'.repeat(90)}${required(ENCODINGS.htmlHex)('hush-4711-hush-4711')}`;
    expect(excerpt(text, 100)).toBe(`${'.'.repeat(90)}$X_KEY`);
  });

  it('if an id or the name of a header contains it, in addresses, messages and leftovers', async () => {
    class Namesake extends PlainServer {
      override mint() {
        return `${super.mint()}-hush-4711`;
      }
      override reply(status: number, body: unknown, headers: Record<string, string> = {}) {
        return super.reply(status, body, { ...headers, 'hush-4711': 'here too' });
      }
      override drop() {}
    }
    const rules = ['delete-removes-everywhere', 'get-answers-the-record'] as const;
    const target = { ...asFetch(new Namesake()), headers: { 'X-Key': 'hush-4711' } };
    const report = await runConformance(target, { rules });
    expect(report.leftovers.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).toContain('$X_KEY');
    expect(JSON.stringify(report)).not.toContain('hush-4711');
    const urls = report.results.flatMap(({ exchanges = [] }) => exchanges.map(({ url }) => url));
    expect(urls.join()).toContain('$X_KEY');
  });

  it('except if it has fewer than four characters or is a word like Bearer', () => {
    const { redact } = secretsOf({ A: 'abc', B: 'Bearer xyz', C: 'https://example.test' });
    expect(redact('abc xyz bearer https://example.test')).toBe('abc xyz bearer $C');
  });

  it('in a time that is linear in the length of the text', () => {
    const { redact } = secretsOf({ 'X-Key': 'aaaaaaaaaaaaaaaa-hush', Cookie: 'a=1; '.repeat(500) });
    const patterns = ['\\', '%25', '&amp;', '&#', 'a', '%', 'QUJD', '\\u0061', '&#x0', '\\u{'];
    for (const pattern of patterns) expect(redact(pattern.repeat(100_000 / pattern.length)).length).toBeGreaterThan(4);
  });
});

it('no output contains a header value: not the table, stderr, the report, or an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-secrets-'));
  const server = new Echo();
  server.repeat = Object.values(ENCODINGS).map((write) => write('hush-4711/x'));
  await using target = await listen(server);
  const args = [target.url, '-H', 'X-Key: hush-4711/x', '--rule', 'errors-are-problems', '--out', folder, '--strict'];
  const { code, out, err } = await runCommand(args, { XDG_STATE_HOME: folder });
  expect(code).toBe(1);
  expect(await readdir(folder)).toContain('report.json');
  for (const text of [out, err, await readFile(join(folder, 'report.json'), 'utf8')])
    expect(isShownIn(text, 'hush-4711/x')).toBe(false);
  await rm(folder, { recursive: true });
});

it('a URL with credentials is refused, and the message does not repeat it', async () => {
  const refused = runConformance({ url: 'http://user:hush-4711@127.0.0.1:1' }).catch(String);
  expect(await refused).toContain('no credentials in the server URL');
  expect(await refused).not.toContain('hush');
});

it('the suite writes to a terminal only through a stream that escapes', async () => {
  const folder = new URL('../src/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const writers = sources.filter((text) => /console\.|globalThis\.process|from 'node:process'/.test(text));
  expect(writers).toEqual([]);
  const cli = await readFile(new URL('cli/cli.ts', folder), 'utf8');
  // Everything that `run` calls gets only the escaping streams.
  const used = [...cli.matchAll(/outer\.(std\w+)/g)].map(([, stream]) => stream);
  expect(used).toEqual(['stdout', 'stderr']);
  const unescaped = sources.flatMap((text) => [...text.matchAll(/\.raw\((.*)\);/g)].map(([, argument]) => argument));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the code.
  expect(unescaped.toSorted()).toEqual([String.raw`'\r\x1b[K'`, 'USAGE', '`${table(report, { color, verbose })}\\n`']);
});
