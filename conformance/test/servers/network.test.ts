import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, fresh } from './client.ts';
import { start } from './fastify.ts';
import { type Fault, type FlakyOptions, startFlakyNetwork } from './network.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());

/** The outcome of a create on a network with these faults, and whether the server has stored the record. */
async function createThrough(options: Omit<FlakyOptions, 'seed'>) {
  const network = await startFlakyNetwork(server.url, { seed: 1, ...options });
  const code = fresh('N');
  try {
    const response = await clientOf(network.url)
      .create(fresh('m'), 'o', code)
      .catch(() => undefined);
    const stored = (await clientOf(server.url).lookup(code)).status === 200;
    return { status: response?.status, stored, counts: network.counts };
  } finally {
    await network.close();
  }
}

describe('a flaky network', () => {
  it.each<[Fault, number | undefined, boolean]>([
    ['resetBefore', undefined, false],
    ['badGateway', 502, false],
    ['resetAfter', undefined, true],
    ['cut', undefined, true],
    ['badGatewayAfter', 502, true],
  ])('with %s ends a create in %s, and the server has it: %s', async (fault, status, stored) => {
    const result = await createThrough({ [fault]: 1 });
    expect(result).toMatchObject({ status, stored, counts: { requests: 1, [fault]: 1 } });
    expect(await createThrough({ schedule: () => fault })).toMatchObject({ status, stored });
  });

  it('cuts a body in its middle', async () => {
    const network = await startFlakyNetwork(server.url, { seed: 1, cut: 1 });
    const response = await fetch(`${network.url}/api/v1/referral-code-records`);
    const length = Number(response.headers.get('content-length'));
    let received = 0;
    const reading = (async () => {
      for await (const chunk of response.body ?? []) received += chunk.length;
    })();
    await expect(reading).rejects.toThrow();
    expect(received).toBe(length >> 1);
    await network.close();
  });

  it('causes the same faults for the same seed, and others for another one', async () => {
    const play = async (seed: number) => {
      const faults = { resetBefore: 0.1, badGateway: 0.1, resetAfter: 0.1, cut: 0.1, badGatewayAfter: 0.1 };
      const network = await startFlakyNetwork(server.url, { seed, ...faults });
      const outcomes = [];
      for (let n = 0; n < 60; n += 1)
        outcomes.push(
          await clientOf(network.url)
            .list()
            .then(
              ({ status }) => status,
              () => 'broken',
            ),
        );
      await network.close();
      return { outcomes, counts: network.counts };
    };
    const one = await play(7);
    expect(await play(7)).toEqual(one);
    expect(await play(8)).not.toEqual(one);
    // Every fault happened, and some responses had none.
    expect(Object.values(one.counts)).not.toContain(0);
    expect(one.outcomes).toContain(200);
  });

  it('responds with 502 if there is no server behind it', async () => {
    const gone = await start();
    const network = await startFlakyNetwork(gone.url, { seed: 1 });
    await gone.close();
    expect((await clientOf(network.url).list()).status).toBe(502);
    await network.close();
  });
});
