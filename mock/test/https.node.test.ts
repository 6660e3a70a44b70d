import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type RequestOptions, request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { required } from '../../scripts/required.ts';
import { type Certificate, selfSignedCertificate } from '../src/cli/certificate.ts';
import { serve } from '../src/http/index.ts';
import { createMock } from '../src/mock.ts';
import { killAll, listening, start } from './command.ts';

let folder: string;
let own: Certificate;
let other: Certificate;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-https-'));
  [own, other] = [await selfSignedCertificate('127.0.0.1'), await selfSignedCertificate('127.0.0.1')];
  const { publicKey } = new X509Certificate(own.cert);
  const files = {
    'cert.pem': own.cert,
    'key.pem': own.key,
    'chain.pem': `${own.cert}\n${other.cert}`,
    'other-key.pem': other.key,
    'public-key.pem': publicKey.export({ type: 'spki', format: 'pem' }),
    'cut-off.pem': own.cert.slice(0, own.cert.length / 2),
    'empty.pem': '',
    'text.pem': 'no certificate',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(file(name), content);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(killAll);

describe('HTTPS', () => {
  it.each(['cert.pem', 'chain.pem'])(
    '--cert %s and --key: serves clients that trust this certificate',
    async (cert) => {
      const { origin, stdout } = await listening(
        '--scenario',
        'source',
        '--cert',
        file(cert),
        '--key',
        file('key.pem'),
      );
      expect(origin).toMatch(/^https:/);
      const urls = [...stdout.matchAll(/https?:\/\/[^\s']+/g)].map(([url]) => url);
      expect(urls.length).toBeGreaterThan(2);
      for (const url of urls) expect(url).toMatch(/^https:/);
      const { status, total, peer } = await list(origin, { ca: own.cert });
      expect(status).toBe(200);
      expect(total).toBe(47);
      expect(peer).toBe(new X509Certificate(own.cert).fingerprint256);
      await expect(list(origin, { ca: other.cert })).rejects.toThrow('self-signed certificate');
    },
  );

  it('--https: serves with a certificate made for this machine', async () => {
    const { origin } = await listening('--https');
    expect(origin).toMatch(/^https:/);
    const { status, names } = await list(origin, { rejectUnauthorized: false });
    expect(status).toBe(200);
    expect(names).toContain('IP Address:127.0.0.1');
  });

  it.each([
    ['no-such.pem', 'key.pem', 'no-such.pem cannot be used: ENOENT'],
    ['cert.pem', 'no-such.pem', 'no-such.pem cannot be used: ENOENT'],
    ['.', 'key.pem', 'cannot be used: EISDIR'],
    ['text.pem', 'key.pem', 'text.pem does not contain a valid certificate in PEM format'],
    ['empty.pem', 'key.pem', 'empty.pem does not contain a valid certificate in PEM format'],
    ['cut-off.pem', 'key.pem', 'cut-off.pem does not contain a valid certificate in PEM format'],
    ['key.pem', 'key.pem', 'key.pem does not contain a valid certificate in PEM format'],
    ['cert.pem', 'text.pem', 'text.pem does not contain a valid private key in PEM format'],
    ['cert.pem', 'cert.pem', 'cert.pem does not contain a valid private key in PEM format'],
    ['cert.pem', 'public-key.pem', 'public-key.pem does not contain a valid private key in PEM format'],
    ['cert.pem', 'other-key.pem', 'other-key.pem does not belong to the certificate in'],
  ])('--cert %s --key %s: one line that names the file, exit 2', async (cert, key, message) => {
    const run = start('--port', '0', '--cert', file(cert), '--key', file(key));
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(folder);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
  });
});

describe('HTTPS connections', () => {
  it.each([
    ['sends nothing', ''],
    ['stops in the middle of its hello', '\x16\x03\x01'],
    ['speaks plain HTTP, half a request', 'GET / HT'],
  ])('SIGTERM ends the mock with the exit code 0 while a client %s', async (_, bytes) => {
    const run = await listening('--https');
    const socket = connect(Number(new URL(run.origin).port), '127.0.0.1');
    socket.on('error', () => {}); // Being cut off is what is meant to happen.
    await once(socket, 'connect');
    if (bytes) socket.write(bytes, 'latin1');
    await list(run.origin, { rejectUnauthorized: false }); // By now the mock has accepted the socket above, too.
    run.child.kill('SIGTERM');
    expect(await Promise.race([run.ended, sleep(8000)])).toBe(0); // By the limit of a handshake it would be after 10 s.
    expect(run.stderr).toBe('');
    socket.destroy();
  });

  it('closing ends connections without a request after the handshake', async () => {
    const served = await serve(createMock(), { tls: own });
    const spare = tlsConnect({ port: served.port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(spare, 'secureConnect');
    await Promise.all([once(spare.resume(), 'close'), served.close()]);
  });

  it('closing finishes a request that has begun', async () => {
    const served = await serve(createMock({ scenario: 'source' }), { tls: own });
    const client = tlsConnect({ port: served.port, host: '127.0.0.1', rejectUnauthorized: false });
    client.write(`GET ${operations.listRecords.path} HTTP/1.1\r\nHost: mock\r\n`);
    await list(served.origin, { rejectUnauthorized: false, agent: false }); // By now those headers have come, too.
    const closed = served.close();
    client.write('\r\n');
    let received = '';
    for await (const chunk of client) received += chunk;
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    await closed;
  });

  it('the fault reset resets the TCP connection, and causes no error in the mock', async () => {
    const run = await listening('--https');
    await arm(run.origin, { kind: 'reset' });
    await expect(list(run.origin, { rejectUnauthorized: false })).rejects.toMatchObject({ code: 'ECONNRESET' });
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.stderr).toBe('');
  });
});

/** Arms a fault for the operation that `list` asks. */
function arm(origin: string, fault: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'content-type': 'application/json' }, rejectUnauthorized: false };
    request(`${origin}/__mock/faults`, options, (response) => {
      if (response.statusCode !== 201) reject(new Error(`the control API answered ${response.statusCode}`));
      else response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end(JSON.stringify({ operation: 'listRecords', ...fault }));
  });
}

/** Asks a mock over HTTPS; rejects where its certificate is not trusted. */
function list(origin: string, options: RequestOptions) {
  return new Promise<{ status: number; total: number; peer: string; names: string }>((resolve, reject) => {
    get(origin + operations.listRecords.path, options, async (response) => {
      const peer = (response.socket as TLSSocket).getPeerCertificate();
      let body = '';
      for await (const chunk of response) body += chunk;
      const { total } = JSON.parse(body).pagination;
      resolve({
        status: required(response.statusCode),
        total,
        peer: peer.fingerprint256,
        names: peer.subjectaltname ?? '',
      });
    }).on('error', reject);
  });
}
