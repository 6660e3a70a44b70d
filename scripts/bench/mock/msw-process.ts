import { setImmediate } from 'node:timers/promises';
import { createMock } from '@referral-codes/mock/msw';
import { examples, operations } from '@referral-codes/sdk/contract';
import { type HttpHandler, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { median } from './statistics.ts';

// Microseconds of a GET through msw in this process, by kind of handlers, in turn; sent to the parent.

const [rounds, gets] = process.argv.slice(2).map(Number) as [number, number];
const origin = 'http://api.test';
const record = examples.getRecord.response;
const answer = () => HttpResponse.json(record);

/** The least a handler can do: a body that is ready, typed. */
const body = JSON.stringify(record);
const constant = () => new Response(body, { headers: { 'content-type': 'application/json' } });

/** What a tester writes by hand: one handler an operation. */
const byHand = Object.values(operations).map(({ method, path }) =>
  http[method.toLowerCase() as 'get'](origin + path.replace('{id}', ':id'), answer),
);
const kinds: Record<string, HttpHandler[]> = {
  'one catch-all handler': [http.all('*', constant)],
  'handlers by hand': byHand,
  '@referral-codes/mock/msw': createMock({ scenario: 'source' }).handlers,
};

const server = setupServer();
server.listen({ onUnhandledRequest: 'error' });
const times: Record<string, number[]> = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
for (let round = -2; round < rounds; round++)
  for (const [name, handlers] of Object.entries(kinds)) {
    server.resetHandlers(...handlers);
    await setImmediate(); // All below are microtasks; this lets the end of the parent be heard.
    const began = performance.now();
    for (let get = 0; get < gets; get++) {
      const response = await fetch(`${origin}${operations.listRecords.path}/${record.id}`);
      if (((await response.json()) as typeof record).id !== record.id) throw new Error(`${name} answered otherwise`);
    }
    if (round >= 0) times[name]!.push(((performance.now() - began) * 1000) / gets);
  }
server.close();
process.send!(Object.entries(times).map(([name, values]) => ({ name, microseconds: median(values) })));
