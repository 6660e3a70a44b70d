import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from './random.ts';

const RECORDS = '/api/v1/referral-code-records';
/** How many pairs it writes to, and how many records it has at most at the same time. */
const PAIRS = 6;
const MOST = 24;

export interface WriterOptions {
  /** How many writes it tries in a second. @default 50 */
  perSecond?: number;
  /** Decides all that it does. The names that it uses are new each time. */
  seed: number;
}

/** Another client, which writes until it is stopped. */
export interface Writer {
  /** Stops writing, deletes the records that are left, and returns how many writes the server accepted. */
  stop(): Promise<{ writes: number }>;
}

interface Written {
  code: string;
  /** Undefined if the response to its create was lost. */
  id?: string;
}

/**
 * Starts writing: it creates, deactivates and deletes only records of its own, with pairs of its own.
 * It tolerates errors and network failures. A record whose response was lost is found again by its code.
 */
export function startWriter(url: string, { perSecond = 50, seed }: WriterOptions): Writer {
  const random = seededRandom(seed);
  const token = randomBytes(4).toString('hex');
  const own: Written[] = [];
  let writes = 0;
  let made = 0;
  let stopped = false;

  const pick = (): number => Math.floor(random() * own.length);

  /** The status and body of the response; undefined if there was none. */
  async function call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; id?: string } | undefined> {
    try {
      const response = await fetch(`${url}${RECORDS}${path}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) return { status: response.status };
      if (method !== 'GET') writes += 1;
      return { status: response.status, id: (JSON.parse(text) as { id: string }).id };
    } catch {
      return undefined;
    }
  }

  async function create(): Promise<void> {
    const pair = `writer-${token}-${Math.floor(random() * PAIRS)}`;
    const code = `WRITER-${token.toUpperCase()}-${made++}`;
    const response = await call('POST', '', { mentor_id: pair, org_id: 'writers', code });
    if (response?.id) own.push({ code, id: response.id });
    else if (!response || response.status >= 500) own.push({ code });
  }

  async function idOf(written: Written): Promise<string | undefined> {
    if (!written.id) {
      const found = await call('GET', `/lookup?code=${written.code}`);
      if (found?.id) written.id = found.id;
      else if (found?.status === 404) forget(written);
    }
    return written.id;
  }

  function forget(written: Written): void {
    own.splice(own.indexOf(written), 1);
  }

  async function remove(written: Written): Promise<void> {
    const id = await idOf(written);
    if (!id) return;
    const response = await call('DELETE', `/${encodeURIComponent(id)}`);
    if (response?.id || response?.status === 404) forget(written);
  }

  async function write(): Promise<void> {
    const what = random();
    const written = own[pick()];
    if (!written || (what < 0.5 && own.length < MOST)) return create();
    if (what > 0.75 || own.length >= MOST) return remove(written);
    const id = await idOf(written);
    if (id) await call('PUT', `/${encodeURIComponent(id)}`, { status: 'inactive' });
  }

  async function work(): Promise<void> {
    while (!stopped) {
      await write();
      await sleep(1000 / perSecond);
    }
    for (let attempt = 0; attempt < 20 && own.length > 0; attempt += 1) for (const one of [...own]) await remove(one);
    if (own.length > 0) throw new Error(`The writer could not delete ${own.map(({ code }) => code).join(', ')}.`);
  }

  const working = work();
  // A failure is reported by `stop`. Until then it must not be an unhandled rejection.
  working.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await working;
      return { writes };
    },
  };
}
