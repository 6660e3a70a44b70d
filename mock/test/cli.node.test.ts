import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mounts } from '@referral-codes/sdk/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { killAll, listening, start } from './command.ts';

afterEach(killAll);

describe('referral-codes-mock, as built', () => {
  it('prints the server URL of each mount and a curl command, and all of them work', async () => {
    const { stdout } = await listening('--scenario', 'source');
    const urls = [...stdout.matchAll(/^ {2}(http:\S+)/gm)].map(([, url]) => required(url));
    expect(urls.map((url) => new URL(url).pathname)).toEqual(mounts.map((mount) => mount || '/'));
    for (const url of urls) {
      const list = await (await fetch(`${url}/api/v1/referral-code-records`)).json();
      expect(list.pagination.total).toBe(47);
    }
    const curl = required(stdout.match(/curl '(.*)'/)?.[1]);
    expect((await (await fetch(curl)).json()).code).toBe('JAN-VERV-8F3A');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with the exit code 0', async (signal) => {
    const run = await listening();
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(run.stderr).toBe('');
  });

  it('a second signal ends it at once with the exit code 1, even if a request has not finished', async () => {
    const run = await listening();
    const url = required(run.stdout.match(/^ {2}(http:\S+)/m)?.[1]);
    const { hostname, port, pathname } = new URL(`${url}/api/v1/referral-code-records`);
    const socket = connect(Number(port), hostname).on('error', () => {});
    // The rest of the body never comes.
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    await once(socket, 'connect');
    await fetch(`${url}/api/v1/referral-code-records`); // By now the server has the request above, too.
    run.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(run.child.exitCode).toBe(null);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(1);
    socket.destroy();
  });

  it('a port that is in use causes one line on stderr and the exit code 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const run = start('--port', String(port));
    expect(await run.ended).toBe(2);
    expect(run.stderr).toBe(
      `referral-codes-mock: port ${port} is in use; choose another one with --port, or any free one with --port 0\n`,
    );
    other.close();
  });

  it.each([
    [['--scenario', 'nope'], 'there is no scenario or file nope'],
    [['--scenario', '__proto__'], 'there is no scenario or file __proto__'],
    [['--scenario', '/'], '/ cannot be used: EISDIR'],
    [['--port', 'x'], '--port must be a number from 0 to 65535, not x'],
    [['--port', '65536'], '--port must be a number from 0 to 65535, not 65536'],
    [['--port', '-1'], '--port'],
    [['--port', ''], '--port must be a number'],
    [['--seed', 'x'], '--seed must be a number'],
    [['--clock', 'noon'], '--clock must be real, a time such as'],
    [['--on-active-conflict', 'merge'], '--on-active-conflict must be refuse or replace, not merge'],
    [['--cert', 'x'], '--cert and --key must be given together'],
    [['--cert', 'no.pem', '--key', 'no.pem'], 'no.pem cannot be used'],
    [['--latency', '2s-1s'], '--latency must be a time such as 200ms or a range such as 100ms-2s, not 2s-1s'],
    [['--fault', 'no.yaml'], 'no.yaml cannot be used: ENOENT'],
    [['--state', '/'], 'cannot be used'],
    [['--bad'], "Unknown option '--bad'"],
    [['extra'], "Unexpected argument 'extra'"],
    [['--host', '192.0.2.1'], '192.0.2.1 is not an address of this machine'],
    [['--host', 'no-such-host.invalid'], 'no-such-host.invalid is not an address of this machine'],
  ])('%j: one clear line on stderr, exit 2', async (args, message) => {
    const run = start(...args);
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
  });

  it('prints the token that the control API requires beyond loopback', async () => {
    const { stdout, origin } = await listening('--host', '0.0.0.0');
    const url = `${origin.replace('0.0.0.0', '127.0.0.1')}/__mock/`;
    const token = required(stdout.match(/Authorization: (Bearer \S+)/)?.[1]);
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: token } })).status).toBe(200);
  });

  it('passes its options to the mock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'faults-'));
    const file = join(folder, 'faults.yaml');
    await writeFile(file, '- { kind: status, status: 503, operation: createCode, after: 2, times: 1 }\n');
    const { origin } = await listening(
      ...[
        '--scenario',
        'empty',
        '--clock',
        '2026-03-26T12:00:00Z',
        '--seed',
        '7',
        '--on-active-conflict',
        'replace',
        '--check-responses',
        ...['--fault', file, '--latency', '1ms-2ms', '--prefer-faults'],
      ],
    );
    await rm(folder, { recursive: true });
    const state = await (await fetch(`${origin}/__mock/state`)).json();
    expect(state).toEqual({
      records: [],
      clock: '2026-03-26T12:00:00.000Z',
      ids: { seed: 7, drawn: 0 },
      onActiveConflict: 'replace',
      faults: [
        { kind: 'latency', min: '1ms', max: '2ms' },
        { kind: 'status', status: 503, operation: 'createCode', after: 2, times: 1 },
      ],
      faultDraws: { seed: 7, drawn: 0 },
    });
    const url = `${origin}/api/v1/referral-code-records`;
    expect((await fetch(url, { headers: { prefer: 'fault=status; status=418' } })).status).toBe(418);
  });

  it('--help shows every option, and the exit code is 0', async () => {
    const run = start('--help');
    expect(await run.ended).toBe(0);
    for (const option of ['--port', '--host', '--scenario', '--state', 'empty', 'source', 'demo'])
      expect(run.stdout).toContain(option);
  });
});
