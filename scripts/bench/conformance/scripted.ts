import { examples } from '../../../sdk/src/contract.ts';
import { startPrism } from '../../testing/prism.ts';
import type { Peer } from './peer.ts';

const RECORDS = '/api/v1/referral-code-records';

/** Prism's proxy in front of a server, and a client that sends the seven documented requests through it. */
export async function startScripted(upstream: string): Promise<Peer> {
  const prism = await startPrism({ proxy: upstream });
  return {
    judge: async () => ({ wrong: await documentedRequests(prism.url + RECORDS), unusual: 0 }),
    [Symbol.asyncDispose]: () => prism[Symbol.asyncDispose](),
  };
}

/** How many of the seven get a status other than the documented one, or a response that Prism calls a violation. */
async function documentedRequests(url: string): Promise<number> {
  const { mentor_id, org_id, code } = examples.createCode.request;
  let wrong = 0;
  let id: string = examples.getRecord.response.id;
  const send = async (expected: number, method: string, path: string, body?: object): Promise<void> => {
    const response = await fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (method === 'POST' && response.ok) id = idIn(text) ?? id;
    const found: { location: string[] }[] = JSON.parse(response.headers.get('sl-violations') ?? '[]');
    if (response.status !== expected || found.some(({ location }) => location[0] === 'response')) wrong += 1;
  };
  await send(201, 'POST', '', { mentor_id, org_id, code });
  await send(200, 'GET', '?page=1&limit=20');
  await send(200, 'GET', `/${id}`);
  await send(200, 'GET', `/active?${new URLSearchParams({ mentor_id, org_id })}`);
  await send(200, 'GET', `/lookup?${new URLSearchParams({ code })}`);
  await send(200, 'PUT', `/${id}`, { status: 'inactive', deactivated_at: new Date().toISOString() });
  await send(200, 'DELETE', `/${id}`);
  return wrong;
}

function idIn(text: string): string | undefined {
  try {
    return JSON.parse(text).id;
  } catch {
    return undefined;
  }
}
