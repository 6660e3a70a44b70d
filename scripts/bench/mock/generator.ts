import { createRequire } from 'node:module';
import type { Load, LoadResult } from './load.ts';

// The load generator: sends { ready: true } once, and replies to each Load with a LoadResult or with { error }.

interface Client {
  setRequests(requests: Load['requests']): void;
}
type Autocannon = (options: object, done: (error: Error | null, result: Result) => void) => { on: On };
type On = (event: 'response', listener: () => void) => void;
interface Result {
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}

// Installed for the benchmarks only, and without types.
const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;

process.channel?.ref(); // Waiting for messages keeps this process alive, although usage.cjs has released the channel.
process.on('message', (load: Load) => {
  run(load).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

/** The rate is taken from the first response to the last, so that neither connecting nor preparing the requests counts. */
function run({ origin, requests, connections, seconds, amount }: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    let [first, last, count, client] = [0, 0, 0, 0];
    const setupClient = (each: Client) => {
      const share = requests.filter((_, index) => index % connections === client);
      each.setRequests(share.length > 0 ? share : requests);
      client++;
    };
    const limit = amount === undefined ? { duration: seconds } : { amount };
    const done = (error: Error | null, { errors, statusCodeStats }: Result) => {
      if (error) return reject(error);
      const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count] as const);
      const perSecond = ((count - 1) / (last - first)) * 1000;
      resolve({ perSecond, count, errors, statuses: Object.fromEntries(statuses) });
    };
    autocannon({ url: origin, connections, sampleInt: 50, setupClient, ...limit }, done).on('response', () => {
      last = performance.now();
      if (count++ === 0) first = last;
    });
  });
}
