import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { operations } from '@referral-codes/sdk/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, selfMade } from '../src/certificate.ts';
import { killAll, listening, start } from './command.ts';

let folder: string;
let own: Certificate;
let other: Certificate;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-https-'));
  [own, other] = [await selfMade('127.0.0.1'), await selfMade('127.0.0.1')];
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
    '--cert %s and --key: answers whom that certificate is enough for',
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

  it('--https: answers by a certificate made for this machine', async () => {
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
    ['text.pem', 'key.pem', 'text.pem holds no certificate in PEM'],
    ['empty.pem', 'key.pem', 'empty.pem holds no certificate in PEM'],
    ['cut-off.pem', 'key.pem', 'cut-off.pem holds no certificate in PEM'],
    ['key.pem', 'key.pem', 'key.pem holds no certificate in PEM'],
    ['cert.pem', 'text.pem', 'text.pem holds no private key in PEM'],
    ['cert.pem', 'cert.pem', 'cert.pem holds no private key in PEM'],
    ['cert.pem', 'public-key.pem', 'public-key.pem holds no private key in PEM'],
    ['cert.pem', 'other-key.pem', 'other-key.pem is not that of the certificate in'],
  ])('--cert %s --key %s: one line that names the file, exit 2', async (cert, key, message) => {
    const run = start('--port', '0', '--cert', file(cert), '--key', file(key));
    expect(await run.ended).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(folder);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stdout).toBe('');
  });
});

/** Asks a mock over HTTPS; rejects where its certificate is not trusted. */
function list(origin: string, options: RequestOptions) {
  return new Promise<{ status: number; total: number; peer: string; names: string }>((resolve, reject) => {
    get(origin + operations.listRecords.path, options, async (response) => {
      const peer = (response.socket as TLSSocket).getPeerCertificate();
      let body = '';
      for await (const chunk of response) body += chunk;
      const { total } = JSON.parse(body).pagination;
      resolve({ status: response.statusCode!, total, peer: peer.fingerprint256, names: peer.subjectaltname ?? '' });
    }).on('error', reject);
  });
}
