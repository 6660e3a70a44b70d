import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from './random.ts';

const RECORDS = '/api/v1/referral-code-records';
/** How many pairs it writes to, and how many records it has at once at most. */
const PAIRS = 6;
const MOST = 24;

export interface WriterOptions {
  /** How many writes it tries in a second; 50 by default. */
  perSecond?: number;
  /** What it does next depends on this alone; the names it uses are new each time. */
  seed: number;
}

/** Another client, at work until it is stopped. */
export interface Writer {
  /** Ends the work, deletes what is left of it, and says how many writes the server accepted. */
  stop(): Promise<{ writes: number }>;
}

interface Written {
  code: string;
  /** None while the answer to its create got lost. */
  id?: string;
}

/**
 * Starts writing: it creates, deactivates and deletes records of its own, on pairs of its own, and nobody else's.
 * Refusals and failures of the network are part of its life; a record whose answer got lost is found again by its code.
 */
export function startWriter(url: string, { perSecond = 50, seed }: WriterOptions): Writer {
  const random = seededRandom(seed);
  const token = randomBytes(4).toString('hex');
  const own: Written[] = [];
  let writes = 0;
  let made = 0;
  let stopped = false;

  const pick = (): number => Math.floor(random() * own.length);

  /** The answer's status and body; nothing if none came through. */
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
    const answer = await call('POST', '', { mentor_id: pair, org_id: 'writers', code });
    if (answer?.id) own.push({ code, id: answer.id });
    else if (!answer || answer.status >= 500) own.push({ code });
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
    const answer = await call('DELETE', `/${encodeURIComponent(id)}`);
    if (answer?.id || answer?.status === 404) forget(written);
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
  // Whoever stops it hears of a failure; until then it is nobody's.
  working.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await working;
      return { writes };
    },
  };
}
