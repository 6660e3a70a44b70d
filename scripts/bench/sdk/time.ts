import { examples } from '@referral-codes/sdk/contract';
import { required } from '../../required.ts';

const ROUNDS = 200;
const CALLS = 150;
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

/** A client, and the time of a call in each round, in microseconds. */
interface Subject {
  readonly name: string;
  readonly client: Client;
  readonly times: number[];
}

/** Measures a call of each of these clients, which are modules in this folder. The others are compared with the first. */
export async function overheads(names: string[]): Promise<Timing[]> {
  const body = JSON.stringify(record);
  const fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
  const subjects: Subject[] = [];
  for (const name of names) {
    const { create } = await import(new URL(`${name}.js`, import.meta.url).href);
    subjects.push({ name, client: create('http://127.0.0.1:4010', fetch), times: [] });
  }
  // The first rounds warm up. Every round measures all clients, because the speed of the machine varies; in another order
  // each time, because a client may also pay for the garbage of the one before it.
  for (let round = -20; round < ROUNDS; round++) {
    for (const { name, client, times } of shuffled(subjects)) {
      const time = await timeOf(client, name);
      if (round >= 0) times.push(time);
    }
  }
  const medians = subjects.map(({ name, times }) => ({ name, time: median(times) }));
  const bare = medians[0]?.time ?? 0;
  return medians.map(({ name, time }) => ({ name, time: hundredths(time), overhead: hundredths(time - bare) }));
}

async function timeOf(client: Client, name: string): Promise<number> {
  const started = performance.now();
  for (let call = 0; call < CALLS; call++) {
    const result = await client.getRecord(record.id);
    if ((result.data ?? result).id !== record.id) throw new Error(`${name} did not return the record`);
  }
  return ((performance.now() - started) / CALLS) * 1000;
}

function shuffled<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

const median = (values: number[]): number => required(values.sort((a, b) => a - b)[values.length >> 1]);

export const hundredths = (value: number): number => Math.round(value * 100) / 100;
