import { request } from 'node:http';
import { connect } from 'node:net';
import { operations } from '@referral-codes/sdk/contract';
import { expect, it, vi } from 'vitest';
import { serveForEachTest } from './served-mock.ts';

const PATH = operations.listRecords.path;

const current = serveForEachTest({ scenario: 'source' });

it('the fault reset resets the TCP connection, so that the client sees ECONNRESET', async () => {
  current.mock.faults.arm({ kind: 'reset' });
  const code = await new Promise((resolve) =>
    request(current.served.origin + PATH)
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end(),
  );
  expect(code).toBe('ECONNRESET');
});

it('the reset of a pipelined request comes after the earlier responses, and causes no error in the mock', async () => {
  current.mock.faults.arm({ kind: 'reset', operation: 'findByCode' });
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const head = (target: string) => `GET ${PATH}${target} HTTP/1.1\r\nHost: mock\r\n\r\n`;
  const socket = connect(current.served.port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  const broken = new Promise((resolve) => socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)));
  socket.write(head('') + head('/lookup?code=X') + head(''));
  expect(await broken).toBe('ECONNRESET');
  expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
});

it('the Content-Length of a truncated body is that of the complete body', async () => {
  current.mock.faults.arm({ kind: 'truncated-body' });
  const response = await fetch(current.served.origin + PATH);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
});

it('the fault silence lasts until the client gives up, and does not delay closing', async () => {
  current.mock.faults.arm({ kind: 'silence' });
  await expect(fetch(current.served.origin + PATH, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  const pending = fetch(current.served.origin + PATH).catch(() => 'closed');
  await current.mock.journal.waitFor({ fault: 'silence' }, { count: 2 });
  await current.served.close();
  expect(await pending).toBe('closed');
});
