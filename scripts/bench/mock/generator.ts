import { createRequire } from 'node:module';
import type { Load, Outcome } from './load.ts';

// The load generator: a process of its own, driven by messages.

interface Client {
  setRequests(requests: Load['requests']): void;
}
type Autocannon = (options: object, done: (error: Error | null, result: Result) => void) => { on: On };
type On = (event: 'response', listener: () => void) => void;
interface Result {
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}

// Installed beside the benchmarks only, and without types.
const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;

process.channel!.ref(); // Messages are what it lives for.
process.on('message', (load: Load) => {
  run(load).then(
    (outcome) => process.send!(outcome),
    (error) => process.send!({ error: String(error) }),
  );
});

/** The rate runs from the first answer to the last, so neither connecting nor preparing the requests counts. */
function run({ origin, requests, connections, seconds, amount }: Load): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let [first, last, count, client] = [0, 0, 0, 0];
    const setupClient = (each: Client) => {
      const own = requests.filter((_, index) => index % connections === client);
      each.setRequests(own.length > 0 ? own : requests);
      client++;
    };
    const limit = amount === undefined ? { duration: seconds } : { amount };
    const done = (error: Error | null, { errors, statusCodeStats }: Result) => {
      if (error) return reject(error);
      const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count] as const);
      resolve({
        perSecond: ((count - 1) / (last - first)) * 1000,
        count,
        errors,
        statuses: Object.fromEntries(statuses),
      });
    };
    autocannon({ url: origin, connections, sampleInt: 50, setupClient, ...limit }, done).on('response', () => {
      last = performance.now();
      if (count++ === 0) first = last;
    });
  });
}
