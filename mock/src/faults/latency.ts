import { milliseconds } from '../time/duration.ts';
import type { Effect } from './fault.ts';

/** The delay of a latency for one request, in milliseconds. */
export function delayOf(latency: Extract<Effect, { kind: 'latency' }>, random: () => number): number {
  if ('delay' in latency) return milliseconds(latency.delay);
  if ('min' in latency) {
    const [min, max] = [milliseconds(latency.min), milliseconds(latency.max)];
    return min + random() * (max - min);
  }
  // Log-normal, as response times are. One value in a hundred lies more than 2.326 standard deviations above the mean.
  const [median, p99] = [milliseconds(latency.median), milliseconds(latency.p99)];
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp((normal * Math.log(p99 / median)) / 2.326);
}
