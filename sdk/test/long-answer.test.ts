import { expect, it } from 'vitest';
import { caught, record, serving } from './serving.ts';

it.each([200, 418])(
  'the error of an answer %d that is long and not as promised quotes only its beginning',
  async (status) => {
    const { codes } = await serving((_, response) => void response.writeHead(status).end('x'.repeat(100_000)));
    const { message } = await caught(codes.getRecord(record.id));
    expect(message).toContain('xxx');
    expect(message.length).toBeLessThan(1000);
  },
);
