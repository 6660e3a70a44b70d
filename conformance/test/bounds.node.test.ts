import { spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { required } from '../src/errors.ts';
import { Bodies } from '../src/http/body.ts';
import { secretsOf } from '../src/http/secrets.ts';
import { Transport } from '../src/http/transport.ts';
import { runConformance } from '../src/index.ts';
import type { Exchange } from '../src/message/exchange.ts';
import { asFetch, type Listening, listen, PlainServer, type Row } from './servers/plain.ts';

const MIB = 1024 * 1024;
/** The padding of a page, record or error: 3.9 MB. */
const PAD = 'x'.repeat(3_900_000);

const open: Listening[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

async function serve(response: RequestListener): Promise<string> {
  const server = createServer(response);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  open.push({
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return url;
}

async function request(url: string, path = '/', headers: Record<string, string> = {}) {
  const transport = new Transport({ url, fetch, secrets: secretsOf(headers), timeoutMs: 120_000 });
  const exchanges: Exchange[] = [];
  const response = await transport.send({ method: 'GET', path }, (exchange) => exchanges.push(exchange));
  return { response, exchange: required(exchanges[0]) };
}

describe('the transport', () => {
  it('follows no redirect, and sends no header to its target', async () => {
    const received: unknown[] = [];
    const elsewhere = await serve((request, response) => {
      received.push(request.headers);
      response.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serve((_, response) => response.writeHead(status, { location: elsewhere }).end());
      const { response } = await request(url, '/', { 'X-Key': 'hush-4711' });
      expect(response.status).toBe(status);
    }
    expect(received).toEqual([]);
  });

  it('reads the first 4 MiB of an endless body, and then closes the connection', async () => {
    let closed: () => void = () => {};
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const url = await serve((_, response) => {
      response.on('close', closed);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
      };
      response.on('drain', more);
      more();
    });
    const { response } = await request(url);
    expect(response.text.length).toBe(4 * MIB);
    await hungUp;
  });

  it('reads a shorter body completely, even if a chunk ends within a character', async () => {
    const url = await serve((_, response) => {
      response.write(Buffer.from([0xc3]));
      setTimeout(() => response.end(Buffer.concat([Buffer.from([0xa9]), Buffer.alloc(4 * MIB - 2, 0x20)])), 20);
    });
    const { response } = await request(url);
    expect([response.text.length, response.text[0]]).toEqual([4 * MIB - 1, 'é']);
  });

  it('treats a body of over 100,000 values as no response', async () => {
    const of = (values: number) => serve((_, response) => response.end(`[0${',0'.repeat(values - 1)}]`));
    expect((await request(await of(99_999))).response.json).toHaveLength(99_999);
    await expect(request(await of(100_001))).rejects.toThrow('the body holds more than 100000 JSON values');
  });

  it('keeps 2,000 characters of each text of an exchange, and of all response headers together', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'x-a': 'a'.repeat(1500), 'x-b': 'b'.repeat(1500), date: '' });
      response.end('y'.repeat(5000));
    });
    const { exchange } = await request(url, `/${'z'.repeat(5000)}`);
    expect(exchange.text).toBe(`${'y'.repeat(2000)}…`);
    expect(exchange.url).toBe(`${url}/${'z'.repeat(1999)}…`);
    expect(JSON.stringify(exchange.responseHeaders).length).toBeLessThan(2_100);
    expect(exchange.responseHeaders).not.toHaveProperty('x-b');
  });
});

describe('the bodies of a run', () => {
  const large = (bytes: number) => new Uint8Array(bytes).fill(0x20);

  it('are discarded, the oldest first, if those over 64 KiB exceed 64 MiB together; then reading one throws', () => {
    const bodies = new Bodies();
    const kept = Array.from({ length: 17 }, () => bodies.keep(large(4 * MIB)));
    expect(kept[0]).toThrow('more bodies of 4194304 bytes than can be kept');
    for (const body of kept.slice(1)) expect(body().text.length).toBe(4 * MIB);
  });

  it('are kept if they are small, however many there are', () => {
    const bodies = new Bodies();
    const kept = Array.from({ length: 1100 }, () => bodies.keep(large(64 * 1024)));
    expect(required(kept[0])().text.length).toBe(64 * 1024);
  });
});

it('an error of 100 kB that repeats the start of a query does not block the run', async () => {
  class Stuttering extends PlainServer {
    override refuse(status: number, slug: string) {
      return super.refuse(status, slug, status === 404 ? 'SELECT UPDATE '.repeat(7_000) : 'No.');
    }
  }
  const { results } = await runConformance(asFetch(new Stuttering()), { rules: ['errors-leak-nothing'] });
  expect(results[0]).toMatchObject({ status: 'passed' });
});

it('a message is cut to 4,000 characters, however long the text that it quotes', async () => {
  class Wordy extends PlainServer {
    override show(row: Row) {
      return { ...super.show(row), org_id: `${PAD}${Math.random()}` };
    }
  }
  const { results } = await runConformance(asFetch(new Wordy()), { rules: ['get-answers-the-record'] });
  const messages = results.map(({ message = '' }) => message.length);
  expect(messages).toEqual([4_001]);
  expect(JSON.stringify(results).length).toBeLessThan(200_000);
});

it('a run against responses of 3.9 MB each needs less than 500 MB', async () => {
  class Heavy extends PlainServer {
    override write(body: unknown) {
      return super.write(body).replace('{', `{"pad":"${PAD}",`);
    }
  }
  await using target = await listen(new Heavy());
  const bin = new URL('../dist/bin.js', import.meta.url).pathname;
  const peak = 'process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';
  // Checks that keep many responses: bad requests, concurrent errors and pages.
  const rules = ['errors-leak-nothing', 'bad-input-is-never-5xx', 'record-shape'];
  const args = [bin, target.url, '--timeout', '60', ...rules.flatMap((rule) => ['--rule', rule])];
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${peak}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  expect(out).toMatch(/0 broken.*\((\d+) requests/);
  const megabytes = Number(required(err.match(/peak (\d+)/))[1]) / 1024;
  expect(megabytes).toBeLessThan(500);
}, 240_000);
