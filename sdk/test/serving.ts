import { expect, onTestFinished } from 'vitest';
import { createReferralCodes, type ReferralCodes } from '../src/client.ts';
import type { ReferralCodesError } from '../src/errors.ts';
import { examples } from '../src/generated/examples.ts';
import type { ClientOptions } from '../src/options.ts';
import { at } from './at.ts';
import { json, type Listening, listen } from './listen.ts';

/** The source document's record. */
export const record = examples.getRecord.response;
export const newCode = examples.createCode.request;

/** A server for this test alone, and a client of it that does not wait long. */
export async function serving(
  answer: Parameters<typeof listen>[0],
  options: ClientOptions = {},
): Promise<Listening & { codes: ReferralCodes }> {
  const server = await listen(answer);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return Object.assign(server, { codes: createReferralCodes({ baseUrl: server.url, retryDelay: 1, ...options }) });
}

/** Answers each request by the next of the given answers, and by the last from then on. */
export function inTurn(...answers: Parameters<typeof listen>[0][]): Parameters<typeof listen>[0] {
  let next = 0;
  return (request, response) => at(answers, Math.min(next++, answers.length - 1))(request, response);
}

/** An answer with a status, no body and headers. */
export const status =
  (code: number, headers: Record<string, string> = {}): Parameters<typeof listen>[0] =>
  (_, response) =>
    void response.writeHead(code, headers).end();

/** The documented record. */
export const theRecord: Parameters<typeof listen>[0] = (_, response) => json(response, 200, record);

/** A refusal of the contract. */
export const refused =
  (code: number, slug: string, more: object = {}): Parameters<typeof listen>[0] =>
  (_, response) =>
    json(response, code, {
      type: `urn:problem:referral-codes:${slug}`,
      title: slug,
      status: code,
      detail: slug,
      ...more,
    });

/** Cuts the connection without an answer. */
export const cut: Parameters<typeof listen>[0] = ({ socket }) => void socket.destroy();

/** The error a call ends in. */
export const caught = (call: PromiseLike<unknown>): Promise<ReferralCodesError> =>
  Promise.resolve(call).then(
    (value) => expect.fail(`it answered ${JSON.stringify(value)?.slice(0, 200)}`),
    (error) => error,
  );
