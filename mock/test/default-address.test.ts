import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';

/** An address of this machine other than 127.0.0.1: one that others reach, where there is one. */
const other =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (reached: boolean) => () => {
      socket.destroy();
      resolve(reached);
    };
    socket.on('connect', end(true)).on('timeout', end(false)).on('error', end(false));
  });

it('by default the mock listens on 127.0.0.1 only, and on other addresses the control API requires a token', async () => {
  const closed = await serve(createMock());
  const open = await serve(createMock(), { host: '0.0.0.0' });
  try {
    expect(await connects('127.0.0.1', closed.port)).toBe(true);
    expect(await connects(other, closed.port)).toBe(false);
    expect(closed.token).toBeUndefined();
    expect(await connects(other, open.port)).toBe(true);
    expect(open.token).toBeDefined();
  } finally {
    await Promise.all([closed.close(0), open.close(0)]);
  }
});
