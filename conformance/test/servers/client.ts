import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const RECORDS = '/api/v1/referral-code-records';

export interface PlainResponse {
  status: number;
  type: string;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests check its shape.
  body: any;
}

export interface Sending {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A minimal client that returns every response unchanged. A string is sent as the body unchanged, any other value as JSON. `url` may be a function, if the URL is not known yet. */
export function clientOf(url: string | (() => string)) {
  const origin = () => (typeof url === 'string' ? url : url());
  async function call(method: string, path = '', { body, headers }: Sending = {}): Promise<PlainResponse> {
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${origin()}${RECORDS}${path}`, {
      method,
      ...(sent !== undefined && { body: sent }),
      headers: headers ?? (sent === undefined ? {} : { 'content-type': 'application/json' }),
    });
    const text = await response.text();
    const { status } = response;
    const type = response.headers.get('content-type')?.toLowerCase() ?? '';
    return { status, type, text, body: text && /json/.test(type) ? JSON.parse(text) : undefined };
  }
  const item = (id: string) => `/${encodeURIComponent(id)}`;
  return {
    call,
    list: (query = '') => call('GET', query),
    get: (id: string) => call('GET', item(id)),
    active: (mentor: string, org: string) =>
      call('GET', `/active?${new URLSearchParams({ mentor_id: mentor, org_id: org })}`),
    lookup: (code: string) => call('GET', `/lookup?${new URLSearchParams({ code })}`),
    create: (mentor_id: unknown, org_id: unknown, code: unknown) =>
      call('POST', '', { body: { mentor_id, org_id, code } }),
    deactivate: (id: string, body: unknown = { status: 'inactive' }) => call('PUT', item(id), { body }),
    remove: (id: string) => call('DELETE', item(id)),
  };
}

export type Client = ReturnType<typeof clientOf>;

/** Sends bytes unchanged and returns the status of the response; 0 if the connection is closed without a response. */
export function raw(url: string, bytes: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(Number(data.toString('latin1').split(' ')[1]));
    });
    socket.once('error', () => resolve(0)).once('close', () => resolve(0));
  });
}

let serial = 0;
/** A name that no other record of this run has. */
export const fresh = (prefix = 'X'): string => `${prefix}-${process.pid}-${serial++}`;

/** Waits until a condition holds, at most until the timeout of the test. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
