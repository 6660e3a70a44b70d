import { createMock, type Mock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { bodyOf, collection, idOf } from './records.ts';

// world-process.ts <records> <port>: a mock with that many records, each created as a request would create it.

const [records, port] = process.argv.slice(2).map(Number) as [number, number];
let drawn = 0;
const mock = createMock({ scenario: 'empty', ids: () => idOf(drawn++) });
await fill(mock, records);
await serve(mock, { port });

async function fill(mock: Mock, count: number): Promise<void> {
  const headers = new Headers({ 'content-type': 'application/json' });
  const header = (name: string) => headers.get(name);
  const request = { method: 'POST', origin: 'http://localhost', target: collection, headers, header };
  for (let index = 0; index < count; index++) {
    const { status } = await mock.answer(request, async () => Buffer.from(bodyOf(index)));
    if (status !== 201) throw new Error(`record ${index} was answered with ${status}`);
  }
}
