import type { ServerResponse } from 'node:http';
import { createMock, type Mock } from '@referral-codes/mock';
import type { NewCode } from '../src/generated/client.ts';
import { at } from './at.ts';
import { type Listening, listen, type Received } from './listen.ts';

/** What becomes of a request: answered, or cut before it is carried out, after, or in the middle of the answer. */
type Fate = 'answered' | 'before' | 'after' | 'middle';

const FATES: readonly Fate[] = ['before', 'after', 'middle', 'answered'];

/** A server with records that cuts connections as its seed has it: the same for a code, whenever it is asked about. */
export interface CuttingServer extends Listening {
  readonly mock: Mock;
  /** How many connections were cut. */
  cuts(): number;
  /** How the requests about a code went, in order. */
  history(code: string): readonly { method: string; fate: Fate; status?: number }[];
}

export async function cuttingServer(seed: number): Promise<CuttingServer> {
  const mock = createMock({ scenario: 'empty' });
  const histories = new Map<string, { method: string; fate: Fate; status?: number }[]>();
  let cuts = 0;
  const server = await listen(async (request, response) => {
    const code = codeOf(request);
    const history = histories.get(code) ?? [];
    histories.set(code, history);
    const random = hash(`${seed} ${code} ${history.length}`);
    const fate = at(FATES, random % FATES.length);
    const entry: { method: string; fate: Fate; status?: number } = { method: request.method, fate };
    history.push(entry);
    if (fate !== 'answered') cuts++;
    const cut = () => (random & 64 ? request.socket.resetAndDestroy() : request.socket.destroy());
    if (fate === 'before') return void cut();
    const answer = await mock.fetch(toRequest(request));
    entry.status = answer.status;
    const body = await answer.text();
    if (fate === 'after') return void cut();
    await send(response, answer, body, fate === 'middle' ? (random >>> 8) % body.length : body.length);
    if (fate === 'middle') cut();
  });
  return Object.assign(server, {
    mock,
    cuts: () => cuts,
    history: (code: string) => histories.get(code) ?? [],
  });
}

function codeOf({ url, body }: Received): string {
  return body ? (JSON.parse(body) as NewCode).code : (new URL(url, 'http://server').searchParams.get('code') ?? '');
}

const toRequest = ({ method, url, body, headers }: Received): Request =>
  new Request(new URL(url, 'http://server'), {
    method,
    ...(body && { body, headers: { 'content-type': headers['content-type'] ?? '' } }),
  });

function send(response: ServerResponse, answer: Response, body: string, bytes: number): Promise<void> {
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length });
  return new Promise((resolve) => {
    if (bytes === body.length) response.end(body, resolve);
    else response.write(body.slice(0, bytes) || ' ', () => resolve());
  });
}

/** FNV-1a with a last mix: a number of 32 bits that a text decides. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}
