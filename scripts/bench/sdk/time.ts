import { examples } from '@referral-codes/sdk/contract';

const ROUNDS = 60;
const CALLS = 400;
const { response: record } = examples.getRecord;

interface Client {
  getRecord(id: string): Promise<{ id?: string; data?: { id: string } }>;
}

export interface Timing {
  name: string;
  /** Microseconds, the median of the rounds. */
  time: number;
  /** Microseconds more than the first client takes. */
  overhead: number;
}

/** What a call costs each client of this folder, the first being what the others are compared with. */
export async function overheads(names: string[]): Promise<Timing[]> {
  const body = JSON.stringify(record);
  const fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
  const clients: Client[] = [];
  for (const name of names) {
    const { create } = await import(new URL(`${name}.js`, import.meta.url).href);
    clients.push(create('http://127.0.0.1:4010', fetch));
  }
  const rounds: number[][] = names.map(() => []);
  // The first rounds warm up. Everybody's turn comes in every round, so that what slows the machine slows all.
  for (let round = -10; round < ROUNDS; round++) {
    for (const [index, client] of clients.entries()) {
      const time = await timeOf(client, names[index]!);
      if (round >= 0) rounds[index]!.push(time);
    }
  }
  const [bare = 0, ...others] = rounds.map(median);
  return [bare, ...others].map((time, index) => ({
    name: names[index]!,
    time: hundredths(time),
    overhead: hundredths(time - bare),
  }));
}

async function timeOf(client: Client, name: string): Promise<number> {
  const started = performance.now();
  for (let call = 0; call < CALLS; call++) {
    const answer = await client.getRecord(record.id);
    if ((answer.data ?? answer).id !== record.id) throw new Error(`${name} did not answer the record`);
  }
  return ((performance.now() - started) / CALLS) * 1000;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

export const hundredths = (value: number): number => Math.round(value * 100) / 100;
