import { setImmediate } from 'node:timers/promises';
import { createMock } from '@referral-codes/mock/msw';
import { examples, operations } from '@referral-codes/sdk/contract';
import { type HttpHandler, http } from 'msw';
import { setupServer } from 'msw/node';
import { median } from './statistics.ts';

// msw-process.ts <rounds> <gets>: sends its parent the microseconds of a GET through msw in this process, for a handler
// that does the least it can and for the mock, in turn.

const [rounds, gets] = process.argv.slice(2).map(Number) as [number, number];
const url = `http://api.test${operations.listRecords.path}/${examples.getRecord.response.id}`;
const body = JSON.stringify(examples.getRecord.response);
const constant = () => new Response(body, { headers: { 'content-type': 'application/json' } });

const kinds: { name: string; handlers: HttpHandler[]; times: number[] }[] = [
  { name: 'a constant response', handlers: [http.all('*', constant)], times: [] },
  { name: '@referral-codes/mock/msw', handlers: createMock({ scenario: 'source' }).handlers, times: [] },
];

const server = setupServer();
server.listen({ onUnhandledRequest: 'error' });
for (let round = -2; round < rounds; round++)
  for (const { handlers, times, name } of kinds) {
    server.resetHandlers(...handlers);
    await setImmediate(); // The loop below is all microtasks; without this, the end of the parent would go unnoticed.
    const began = performance.now();
    for (let get = 0; get < gets; get++) {
      const text = await (await fetch(url)).text();
      if (text !== body) throw new Error(`${name} answered ${text}`);
    }
    if (round >= 0) times.push(((performance.now() - began) * 1000) / gets);
  }
server.close();
process.send?.(kinds.map(({ name, times }) => ({ name, microseconds: median(times) })));
