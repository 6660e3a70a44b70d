import { expect, it, onTestFinished } from 'vitest';
import { caught, closeConnection, newCode, record, serving, status, type theRecord } from '../test/serving.ts';
import { hintFor } from './hints.ts';
import type { Fetch } from './options.ts';

const answer =
  (code: number, text: string): typeof theRecord =>
  (_, response) =>
    void response.writeHead(code).end(text);
const failing =
  (code?: string): Fetch =>
  async () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: { code } });
  };
const noPath = '{"type":"urn:problem:referral-codes:path-not-found"}';

it.each([
  ['a page', answer(200, '<!doctype html>'), /a web page.*dev server/],
  ['a page with status 404', answer(404, '<html>'), /a web page/],
  ['a redirect', status(307, { location: '/' }), /a redirect/],
  ['half the mount path missing', answer(404, noPath), /no such path.*baseUrl/],
  ['a 401', status(401), /credentials/],
])('the hint for %s says what to do', async (_name, handler, hint) => {
  const { codes } = await serving(handler);
  expect(hintFor(await caught(codes.getRecord(record.id)))).toMatch(hint);
});

it.each([
  ['ECONNREFUSED', /Nothing listens/],
  ['ENOTFOUND', /host is not known/],
])('the hint for %s says what to do', async (code, hint) => {
  const { codes } = await serving(status(200), { fetch: failing(code), retries: 0 });
  expect(hintFor(await caught(codes.getRecord(record.id)))).toMatch(hint);
});

it('the hint for a request to another origin speaks of CORS', async () => {
  const { codes } = await serving(status(200), { fetch: failing(), retries: 0 });
  const error = await caught(codes.getRecord(record.id));
  expect(hintFor(error)).toBeUndefined();
  Object.assign(globalThis, { location: new URL('http://shop.test/') });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, 'location'));
  expect(hintFor(error)).toMatch(/CORS/);
});

it('the hint for a write whose outcome is unknown is that for its reason', async () => {
  const { codes } = await serving(answer(200, '<html>'), { retries: 0 });
  expect(hintFor(await caught(codes.createCode(newCode)))).toMatch(/a web page/);
});

it('there is no hint for an error that is not common', async () => {
  const { codes } = await serving(closeConnection, { retries: 0 });
  expect(hintFor(await caught(codes.getRecord(record.id)))).toBeUndefined();
  expect(hintFor(await caught(codes.getRecord('')))).toBeUndefined();
});
