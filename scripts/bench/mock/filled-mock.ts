import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { bodyOf, collection, idOf } from './records.ts';

// filled-mock.ts <port>: a mock. For each message `{ fill: n }` it resets itself, creates n records as requests would, and
// replies `{ filled: n }`.

let drawn = 0;
const mock = createMock({ scenario: 'empty', ids: () => idOf(drawn++) });
process.on('message', async (message: { fill?: number }) => {
  if (message.fill === undefined) return;
  await fill(message.fill);
  process.send?.({ filled: message.fill });
});
await serve(mock, { port: Number(process.argv[2]) });

async function fill(count: number): Promise<void> {
  mock.reset();
  drawn = 0;
  const headers = new Headers({ 'content-type': 'application/json' });
  const header = (name: string) => headers.get(name);
  // Not through `fetch`: making so many Requests would take minutes.
  const request = { method: 'POST', origin: 'http://localhost', target: collection, headers, header };
  for (let index = 0; index < count; index++) {
    const { status } = await mock.handle(request, async () => Buffer.from(bodyOf(index)));
    if (status !== 201) throw new Error(`record ${index} was answered with ${status}`);
  }
}
