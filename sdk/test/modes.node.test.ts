import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { createMock as createHandlers } from '@referral-codes/mock/msw';
import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPrism } from '../../scripts/testing/prism.ts';
import { examples } from '../src/generated/examples.ts';
import { operations } from '../src/generated/operations.ts';
import { createReferralCodes } from '../src/index.ts';
import { responses } from '../src/schemas.ts';
import { callEveryMethod, expectedResults } from './every-method.ts';
import { record } from './serving.ts';

async function served() {
  const mock = await serve(createMock({ scenario: 'source' }));
  onTestFinished(() => mock.close(0));
  return mock;
}

describe('the client gets the same results from the mock', () => {
  it('over HTTP, under either mount', async () => {
    for (const baseUrl of (await served()).urls) {
      const codes = createReferralCodes({ baseUrl, schemas: responses, validate: 'throw' });
      expect(await callEveryMethod(codes)).toMatchObject(expectedResults);
    }
  });

  it('as a Node interceptor that starts after the client was created', async () => {
    const codes = createReferralCodes({ baseUrl: 'https://api.example.test' });
    const interceptor = setupServer(...createHandlers({ scenario: 'source' }).handlers);
    interceptor.listen({ onUnhandledRequest: 'error' });
    onTestFinished(() => interceptor.close());
    expect(await callEveryMethod(codes)).toMatchObject(expectedResults);
  });

  it('without a server, as its fetch', async () => {
    const mock = createMock({ scenario: 'source' });
    const fetch = (url: string, init: RequestInit) => mock.fetch(new Request(url, init));
    expect(await callEveryMethod(createReferralCodes({ baseUrl: 'http://anywhere.test', fetch }))).toMatchObject(
      expectedResults,
    );
  });
});

describe('Prism, which knows only the contract,', () => {
  it('responds to each call with the documented example', async () => {
    await using prism = await startPrism({ mock: true });
    const codes = createReferralCodes({ baseUrl: prism.url, schemas: responses, validate: 'throw' });
    const { id, mentor_id, org_id, code } = record;
    const answers = {
      listRecords: await codes.listRecords(),
      createCode: await codes.createCode({ mentor_id, org_id, code }),
      getActiveCode: await codes.getActiveCode({ mentor_id, org_id }),
      findByCode: await codes.findByCode({ code }),
      getRecord: await codes.getRecord(id),
      deactivateCode: await codes.deactivateCode(id),
      deleteRecord: await codes.deleteRecord(id),
    };
    for (const id of Object.keys(operations) as (keyof typeof answers)[])
      expect(answers[id]).toEqual(examples[id].response);
  });

  it('finds no fault with requests and responses, except for the code that is invalid on purpose', async () => {
    // Prism leaves out the path of its upstream.
    await using prism = await startPrism({ proxy: (await served()).origin });
    const violations: unknown[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      const response = await globalThis.fetch(url, init);
      violations.push(response.headers.get('sl-violations'));
      return response;
    };
    expect(await callEveryMethod(createReferralCodes({ baseUrl: prism.url, fetch }))).toMatchObject(expectedResults);
    expect(violations.length).toBeGreaterThan(10);
    expect(violations.filter(Boolean)).toEqual([expect.stringContaining('["request","query","code"]')]);
  });
});
