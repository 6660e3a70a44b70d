import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyLimit, operations } from '@referral-codes/sdk/contract';
import { describe, expect, it } from 'vitest';
import { sendRaw, statusOf } from './raw.ts';
import { serveForEachTest } from './served-mock.ts';

const PATH = operations.listRecords.path;
const fields = { mentor_id: 'usr_1', org_id: 'org_1', code: 'NEW-CODE' };

const current = serveForEachTest({ scenario: 'source' });

const head = (start: string, ...headers: string[]) => `${[start, 'Host: mock', ...headers].join('\r\n')}\r\n\r\n`;
const post = (...headers: string[]) => head(`POST ${PATH} HTTP/1.1`, 'Content-Type: application/json', ...headers);

describe('over a raw socket', () => {
  it.each([
    ['a target that is not a path', head('GET nonsense HTTP/1.1', 'Connection: close'), 400],
    ['a target with a backslash', head('GET /a\\b HTTP/1.1', 'Connection: close'), 400],
    ['an invalid Host', 'GET / HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n', 400],
    [
      'an invalid Host, for the control API',
      'GET /__mock/state HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['text that is not HTTP', 'hello\r\n\r\n', 400],
    ['headers that are too long', head(`GET ${PATH} HTTP/1.1`, `X: ${'x'.repeat(20_000)}`), 431],
    ['an invalid chunk size', `${post('Transfer-Encoding: chunked', 'Connection: close')}zz\r\n`, 400],
    [
      'Content-Length and Transfer-Encoding together',
      `${post('Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n`,
      400,
    ],
    ['an invalid length', post('Content-Length: -1', 'Connection: close'), 400],
    ['an absolute target', head(`GET http://elsewhere${PATH} HTTP/1.1`, 'Connection: close'), 200],
    ['OPTIONS *', head('OPTIONS * HTTP/1.1', 'Connection: close'), 400],
    ['invalid percent escapes', head(`GET ${PATH}/%ZZ%E0 HTTP/1.1`, 'Connection: close'), 404],
    ['dot segments', head(`GET /x/..${PATH} HTTP/1.1`, 'Connection: close'), 200],
    ['an unknown method', head(`BREW ${PATH} HTTP/1.1`, 'Connection: close'), 400],
    ['TRACE', head(`TRACE ${PATH} HTTP/1.1`, 'Connection: close'), 405],
  ])('the response to %s is %3$s', async (_, bytes, status) => {
    expect(statusOf(await sendRaw(current.served.port, bytes))).toBe(status);
    expect(current.mock.records.size).toBe(47);
  });

  it('a declared length over the limit is refused before the body is sent', async () => {
    const received = await sendRaw(current.served.port, post('Content-Length: 1000000000'), (text) =>
      text.includes('}'),
    );
    expect(statusOf(received)).toBe(413);
  });

  it('an endless body is refused, and its client is disconnected', async () => {
    const cut = await new Promise<boolean>((resolve) => {
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      const socket = connect(current.served.port, '127.0.0.1');
      socket.write(post('Transfer-Encoding: chunked'));
      const pump = setInterval(() => socket.write(chunk), 1);
      let received = '';
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(pump);
        resolve(statusOf(received) === 413);
      });
    });
    expect(cut).toBe(true);
  });

  it('the part of a body beyond its Content-Length is read as another request, which is invalid', async () => {
    const body = JSON.stringify(fields);
    const received = await sendRaw(
      current.served.port,
      `${post(`Content-Length: ${body.length}`)}${body}nonsense\r\n\r\n`,
    );
    expect(received).toContain('HTTP/1.1 400');
    expect((await fetch(current.served.origin + PATH)).status).toBe(200);
  });

  it('a request whose sender disconnects before its end stores nothing, and is in the journal', async () => {
    const half = `${post('Content-Length: 60')}{"mentor_id":`;
    const seen = current.mock.journal.waitFor({ operation: 'createCode' }, { count: 20 });
    await Promise.all(Array.from({ length: 20 }, () => leaveAfter(current.served.port, half)));
    expect((await fetch(current.served.origin + PATH)).status).toBe(200);
    expect(current.mock.records.size).toBe(47);
    expect((await seen).every(({ status, response }) => status === null && response === null)).toBe(true);
  });

  it('the responses to requests in one packet come in the order of the requests', async () => {
    const requests = [`GET ${PATH} HTTP/1.1`, `GET ${PATH}/rc_0 HTTP/1.1`].map((start) => head(start)).join('');
    const last = head('DELETE /nowhere HTTP/1.1', 'Connection: close');
    const received = await sendRaw(current.served.port, requests + last);
    expect([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404', '404']);
  });

  it('the response to HEAD has no body, and neither has its journal entry', async () => {
    const received = await sendRaw(current.served.port, head(`HEAD ${PATH} HTTP/1.1`, 'Connection: close'));
    expect(received).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
    expect(current.mock.journal.find()[0]?.response).toMatchObject({ body: null });
  });

  it('a connection may stay idle without a limit', async () => {
    const received = await sendRaw(current.served.port, head(`GET ${PATH} HTTP/1.1`), (text) => text.includes('}'));
    expect(received.toLowerCase()).toContain('connection: keep-alive');
    expect(received.toLowerCase()).not.toContain('timeout=');
  });
});

it('of fifty creates for one pair at the same time, one is accepted', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      fetch(current.served.origin + PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...fields, code: `C-${index}` }),
      }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
});

it('a body may have as many bytes, not characters, as the limit', async () => {
  const body = JSON.stringify(fields);
  const send = (body: string) =>
    fetch(current.served.origin + PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect((await send(body.padEnd(bodyLimit + 1))).status).toBe(413);
  expect((await send(`"${'é'.repeat(bodyLimit / 2)}"`)).status).toBe(413);
  expect((await send(body.padEnd(bodyLimit))).status).toBe(201);
});

it('a response in any script arrives unchanged', async () => {
  for (const id of ['é', 'ключ-é-🙂']) {
    const answer = await fetch(`${current.served.origin}${PATH}/${encodeURIComponent(id)}`);
    expect((await answer.json()).detail).toBe(`No record has the id ${id}.`);
  }
});

describe('closing', () => {
  it('finishes requests that have begun, asks clients to disconnect, and accepts no new connections', async () => {
    const body = JSON.stringify(fields);
    const begun = connect(current.served.port, '127.0.0.1');
    await new Promise<void>((resolve) => begun.write(post(`Content-Length: ${body.length}`), () => resolve()));
    await fetch(current.served.origin + PATH); // By now the server has read the headers above, too.
    const closed = current.served.close();
    let received = '';
    begun.on('data', (data) => {
      received += data;
    });
    begun.write(body);
    await Promise.all([closed, once(begun, 'close')]);
    expect(statusOf(received)).toBe(201);
    expect(received.toLowerCase()).toContain('connection: close');
    await expect(fetch(current.served.origin + PATH)).rejects.toThrow();
  });

  it('ends connections without a request, and keeps those on which a request has begun', async () => {
    const spare = connect(current.served.port, '127.0.0.1');
    const begun = connect(current.served.port, '127.0.0.1');
    begun.on('error', () => {});
    await new Promise<void>((resolve) => begun.write(post('Content-Length: 10'), () => resolve()));
    await fetch(current.served.origin + PATH);
    const closed = current.served.close();
    const ended = once(spare.resume(), 'close').then(() => 'ended');
    expect(await Promise.race([ended, sleep(5000)])).toBe('ended'); // By the limit for headers it would be after 10 s.
    expect(begun.destroyed).toBe(false);
    begun.destroy();
    await closed;
  });

  it('waits for a client that reads slowly, so that it receives every response completely', async () => {
    const accepted = new Promise<Socket>((resolve) => {
      subscribe('http.server.request.start', (message) => resolve((message as { socket: Socket }).socket));
    });
    const slow = connect(current.served.port, '127.0.0.1').pause();
    let sent = 0;
    // Until the system's buffers are full, and the rest of a response waits in the server.
    for (; sent === 0 || (await accepted).writableLength === 0; sent++) {
      slow.write(head(`GET ${PATH}?limit=47 HTTP/1.1`));
      await sleep(2);
    }
    const closed = current.served.close();
    await sleep(100);
    let received = '';
    slow.on('data', (data) => {
      received += data;
    });
    await once(slow.resume(), 'close');
    await closed;
    expect(received.split('"total":47}}').length - 1).toBe(sent);
  });

  it('does not wait forever for a client that never finishes its request', async () => {
    const begun = connect(current.served.port, '127.0.0.1', () => begun.write(post('Content-Length: 10')));
    begun.on('error', () => {});
    await fetch(current.served.origin + PATH);
    await current.served.close(50);
  });
});

function leaveAfter(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
    socket.on('close', () => resolve());
  });
}
