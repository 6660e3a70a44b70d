import { createMock, type Mock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { bodyOf, collection, idOf } from './records.ts';

// world-process.ts <port>: a mock that begins anew with as many records as it is sent, each created as a request would
// create it, and says so once they are there.

let drawn = 0;
const mock = createMock({ scenario: 'empty', ids: () => idOf(drawn++) });
process.on('message', async (message: { begin?: number }) => {
  if (message.begin === undefined) return;
  await fill(mock, message.begin);
  process.send!({ begun: message.begin });
});
await serve(mock, { port: Number(process.argv[2]) });

async function fill(mock: Mock, count: number): Promise<void> {
  mock.reset();
  drawn = 0;
  const headers = new Headers({ 'content-type': 'application/json' });
  const header = (name: string) => headers.get(name);
  const request = { method: 'POST', origin: 'http://localhost', target: collection, headers, header };
  for (let index = 0; index < count; index++) {
    const { status } = await mock.answer(request, async () => Buffer.from(bodyOf(index)));
    if (status !== 201) throw new Error(`record ${index} was answered with ${status}`);
  }
}
