import { expect, it } from 'vitest';
import { secretsOf } from '../http/secrets.ts';
import { adviceFor } from './advice.ts';
import { preflight } from './preflight.ts';

const LIST = '/api/v1/referral-code-records';
const URL_ = `http://a.test${LIST}`;

/** What the preflight says about a server with this fetch. */
const verdictOn = (fetch: typeof globalThis.fetch): Promise<unknown> =>
  preflight({ url: URL_, fetch, secrets: secretsOf(), timeoutMs: 5 }).then(
    () => 'fine',
    ({ message }: Error) => message,
  );

it.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'set NODE_EXTRA_CA_CERTS to a PEM file'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'set NODE_EXTRA_CA_CERTS to a PEM file'],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'use http://'],
  ['ENOTFOUND', 'Is the name of the host right?'],
  ['ECONNREFUSED', 'Is the server running'],
])('%s leads to a sentence that says what to do', (code, advice) => {
  expect(adviceFor(`GET ${URL_}${LIST}: ${code} no`)).toContain(advice);
});

it('a server that does not respond is asked once, not again and again', async () => {
  let requests = 0;
  const message = await verdictOn((_, init) => {
    requests += 1;
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  });
  expect(message).toContain(
    'no response within 0.005 s. It accepts connections but does not respond; --timeout SECONDS',
  );
  expect(requests).toBe(1);
});

it.each([
  [
    'a redirect to the list of another server',
    301,
    { location: `https://b.test${LIST}${LIST}` },
    `to https://b.test${LIST}${LIST}: use https://b.test${LIST} as the server URL.`,
  ],
  [
    'a redirect to a login page',
    302,
    { location: '/login' },
    'It redirects to http://a.test/login, which is not followed.',
  ],
  ['a web page', 200, { 'content-type': 'text/html' }, 'It is a web page. The server URL is what stands before'],
  ['another API', 404, { 'content-type': 'application/json' }, 'The server URL is what stands before'],
])('%s leads to a sentence that says what to do', async (_, status, headers, advice) => {
  const message = await verdictOn(async () => new Response('hello', { status, headers }));
  expect(message).toMatch(/^this is not the referral-code-records API/);
  expect(message).toContain(advice);
});

it('the API under the other mount is named', async () => {
  const list = Response.json({ data: [], pagination: {} });
  const message = await verdictOn(async (input) =>
    `${input}` === `http://a.test${LIST}` ? list : new Response('', { status: 404 }),
  );
  expect(message).toContain('The API responds under http://a.test: use that.');
});
