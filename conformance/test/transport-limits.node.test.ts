import { describe, expect, it } from 'vitest';
import { runConformance } from '../src/index.ts';
import { asFetch, PlainServer } from './servers/plain.ts';

describe('the suite', { timeout: 20_000 }, () => {
  it('never sends a write again if its response was lost, because the server may have processed it', async () => {
    const target = asFetch(new PlainServer());
    const writes: string[] = [];
    const lossy: typeof fetch = async (input, init) => {
      const response = await target.fetch(input, init);
      if (init?.method === 'GET') return response;
      writes.push(`${init?.method} ${input} ${new TextDecoder().decode(init?.body as Uint8Array)}`);
      throw new TypeError('fetch failed');
    };
    await runConformance({ url: target.url, fetch: lossy }, { rules: ['get-answers-the-record'], lateMs: 100 });
    const creates = writes.filter((write) => write.startsWith('POST'));
    expect(creates.length).toBeGreaterThan(0);
    expect(new Set(creates).size).toBe(creates.length);
  });

  it('quotes only the beginning of a long response', async () => {
    class Wordy extends PlainServer {
      override unknown() {
        return this.refuse(500, 'oops', 'x'.repeat(100_000));
      }
    }
    const report = await runConformance(asFetch(new Wordy()), { rules: ['get-unknown-is-404'] });
    const texts = report.results.flatMap(({ exchanges = [] }) => exchanges).map(({ text = '' }) => text);
    expect(texts.join()).toContain('xxx');
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(10_000);
  });
});
