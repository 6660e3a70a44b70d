import { fileURLToPath } from 'node:url';
import { EdgeVM } from '@edge-runtime/vm';
import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('the client works in an edge runtime, which has fetch but neither Node nor a page', async () => {
  const server = await serve(createMock());
  const options = { bundle: true, format: 'iife', globalName: 'sdk', target: 'es2022', write: false } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [`${root}src/index.ts`] });
  const vm = new EdgeVM();
  try {
    vm.evaluate(`${outputFiles[0]?.text}; globalThis.sdk = sdk;`);
    expect(vm.evaluate('typeof process + typeof window')).toBe('undefinedundefined');
    const used = await vm.evaluate<Promise<unknown[]>>(`(async () => {
      const codes = sdk.createReferralCodes({ baseUrl: '${server.url}' });
      const made = await codes.createCode({ mentor_id: 'usr_edge', org_id: 'org_edge', code: 'EDGE-1' });
      const { deleted } = await codes.deleteRecord(made.id);
      const refused = await codes.getRecord(made.id).catch((error) => sdk.isProblem(error, 'record-not-found'));
      const aborted = await codes.getRecord(made.id, { signal: AbortSignal.abort() }).catch((error) => error.kind);
      let records = 0;
      for await (const _ of codes.listRecords({ limit: 3 })) records++;
      return [made.status, deleted, refused, aborted, records];
    })()`);
    expect([...used]).toEqual(['active', true, true, 'aborted', 8]);
  } finally {
    await server.close(0);
  }
});
