import { expect, onTestFinished } from 'vitest';
import { createReferralCodes, type ReferralCodes } from '../src/client.ts';
import type { ReferralCodesError } from '../src/errors.ts';
import { examples } from '../src/generated/examples.ts';
import type { ClientOptions } from '../src/options.ts';
import { at } from './at.ts';
import { json, type Listening, listen, type RequestHandler } from './listen.ts';

/** The source document's record. */
export const record = examples.getRecord.response;
export const newCode = examples.createCode.request;

/** Starts a server for this test only, and creates a client of it with short waits. */
export async function serving(
  handler: RequestHandler,
  options: ClientOptions = {},
): Promise<Listening & { codes: ReferralCodes }> {
  const server = await listen(handler);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return Object.assign(server, { codes: createReferralCodes({ baseUrl: server.url, retryDelay: 1, ...options }) });
}

/** Handles each request with the next handler, and every later one with the last. */
export function respondInOrder(...handlers: RequestHandler[]): RequestHandler {
  let next = 0;
  return (request, response) => at(handlers, Math.min(next++, handlers.length - 1))(request, response);
}

/** Responds with a status and headers, without a body. */
export const status =
  (code: number, headers: Record<string, string> = {}): RequestHandler =>
  (_, response) =>
    void response.writeHead(code, headers).end();

/** Responds with the documented record. */
export const theRecord: RequestHandler = (_, response) => json(response, 200, record);

/** Responds with the documented record, created at this moment. */
export const newRecord: RequestHandler = (_, response) =>
  json(response, 200, { ...record, created_at: new Date().toISOString() });

/** Responds with a problem of the contract. */
export const refused =
  (code: number, slug: string, more: object = {}): RequestHandler =>
  (_, response) =>
    json(response, code, {
      type: `urn:problem:referral-codes:${slug}`,
      title: slug,
      status: code,
      detail: slug,
      ...more,
    });

/** Closes the connection without a response. */
export const closeConnection: RequestHandler = ({ socket }) => void socket.destroy();

/** The error that a call rejects with. */
export const caught = (call: PromiseLike<unknown>): Promise<ReferralCodesError> =>
  Promise.resolve(call).then(
    (value) => expect.fail(`it resolved to ${JSON.stringify(value)?.slice(0, 200)}`),
    (error) => error,
  );
