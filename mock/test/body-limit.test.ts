import { bodyLimit, operations } from '@referral-codes/sdk/contract';
import { expect, it } from 'vitest';
import { createMock } from '../src/mock.ts';
import { sendRaw, statusOf } from './raw.ts';
import { serveForEachTest } from './served-mock.ts';

const PATH = operations.createCode.path;

const current = serveForEachTest({ scenario: 'empty' });

const body = (length: number): string => {
  const json = '{"mentor_id":"usr_1","org_id":"org_1","code":"NEW-CODE"}';
  return json + ' '.repeat(length - json.length);
};

const post = (header: string, sent: string) =>
  sendRaw(
    current.served.port,
    `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${header}\r\nConnection: close\r\n\r\n${sent}`,
  );

const declared = (length: number) => post(`Content-Length: ${length}`, body(length));
const chunked = (length: number) =>
  post('Transfer-Encoding: chunked', `${length.toString(16)}\r\n${body(length)}\r\n0\r\n\r\n`);
const bridged = async (length: number) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: body(length) };
  return `HTTP/1.1 ${(await createMock({ scenario: 'empty' }).fetch(new Request(`http://mock${PATH}`, init))).status}`;
};

it.each([
  ['a declared length', declared],
  ['in chunks', chunked],
  ['as a Request', bridged],
] as const)('a body with %s may be as long as the contract says, and not a byte longer', async (_, send) => {
  expect(statusOf(await send(bodyLimit))).toBe(201);
  expect(statusOf(await send(bodyLimit + 1))).toBe(413);
});
