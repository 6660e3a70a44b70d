import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMock } from '@referral-codes/mock';
import { type ServedMock, serve } from '@referral-codes/mock/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const packages = ['sdk', 'mock', 'conformance'];

let project: string;
let server: ServedMock;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'referral-codes-project-'));
  server = await serve(createMock());
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const folders = packages.map((name) => `./${name}`);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project, ...folders], { cwd: root });
  const tarballs = (JSON.parse(stdout) as { filename: string }[]).map(({ filename }) => `./${filename}`);
  await run('npm', ['install', '--ignore-scripts', '--prefer-offline', ...tarballs], { cwd: project });
}, 120_000);
afterAll(async () => {
  await server.close();
  await rm(project, { recursive: true });
});

describe('the packed packages, installed in an empty project', () => {
  it('give a client that works', async () => {
    const code = `import { createReferralCodes } from '@referral-codes/sdk';
      const page = await createReferralCodes({ baseUrl: '${server.url}' }).listRecords({ limit: 1 });
      console.log(page.data.length);`;
    expect((await run(process.execPath, ['--input-type=module', '-e', code], { cwd: project })).stdout).toBe('1\n');
  });

  it('give a client to CommonJS, whatever Node can require', async () => {
    const code = `const { createReferralCodes } = require('@referral-codes/sdk');
      const { NewCode } = require('@referral-codes/sdk/schemas');
      createReferralCodes({ baseUrl: '${server.url}' }).listRecords({ limit: 1 })
        .then((page) => console.log(page.data.length, NewCode['~standard'].version));`;
    const { stdout } = await run(
      process.execPath,
      ['--no-experimental-require-module', '--input-type=commonjs', '-e', code],
      { cwd: project },
    );
    expect(stdout).toBe('1 1\n');
  });

  it('give a mock command that says what it takes', async () => {
    const { stdout } = await run('node_modules/.bin/referral-codes-mock', ['--help'], { cwd: project });
    expect(stdout).toContain('--port');
  });

  it('give a conformance command that judges', async () => {
    // One rule: the whole suite is run on the mock elsewhere.
    const args = [server.url, '--rule', 'get-answers-the-record', '--allow-partial'];
    const { stdout } = await run('node_modules/.bin/referral-codes-conformance', args, { cwd: project });
    expect(stdout).toMatch(/ is partial\n1 of \d+ MUSTs were checked, and hold\n/);
  });

  it('are the ones that the guide of the suite packs, whose command npx then finds', async () => {
    const guide = await readFile(join(root, 'docs/conformance.md'), 'utf8');
    expect(guide).toContain('npm pack ./sdk ./conformance --pack-destination ../my-server');
    expect(guide).toContain('npm install --save-dev ./referral-codes-*.tgz');
    const { stdout } = await run('npx', ['--no-install', 'referral-codes-conformance', '--version'], { cwd: project });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(packages)('come with the licence of the repository: %s', async (name) => {
    const packed = await readFile(join(project, 'node_modules/@referral-codes', name, 'LICENSE'), 'utf8');
    expect(packed).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
  });

  it.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['preserve', 'bundler'],
  ])('give types under module %s and moduleResolution %s', async (module, moduleResolution) => {
    await writeFile(join(project, 'use.ts'), USE);
    const options = ['--noEmit', '--strict', '--skipDefaultLibCheck', '--target', 'es2022', '--lib', LIBRARIES];
    const kinds = ['--module', module, '--moduleResolution', moduleResolution];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, ...options, ...kinds, 'use.ts'], { cwd: project }).catch(({ stdout }) =>
      expect.fail(stdout),
    );
  });
});

const LIBRARIES = 'es2023,dom,dom.iterable,dom.asynciterable';
const USE = `import { runConformance } from '@referral-codes/conformance';
import { createMock } from '@referral-codes/mock';
import { createReferralCodes, type ReferralCodeRecord } from '@referral-codes/sdk';
import { type RuleId, rules } from '@referral-codes/sdk/contract';

const mock = createMock({ scenario: 'empty' });
export const codes = createReferralCodes({ baseUrl: 'http://server.test', fetch: (url, init) => mock.fetch(new Request(url, init)) });
export const record: Promise<ReferralCodeRecord> = codes.getRecord('rc_8f3a21bc');
export const report = runConformance({ url: 'http://server.test' });
export const id: RuleId = 'record-shape';
export const { sentence } = rules[id];
// @ts-expect-error no such rule
export const none: RuleId = 'no-such-rule';
`;

it('npm run conformance checks a server from this repository, as the guide of the suite says', async () => {
  const guide = await readFile(join(root, 'docs/conformance.md'), 'utf8');
  const [line = ''] = guide.match(/^npm run conformance -- /m) ?? [];
  const words = [...line.trim().split(' ').slice(1), server.url, '--rule', 'get-unknown-is-404', '--allow-partial'];
  const { stdout } = await run('npm', words, { cwd: root });
  expect(stdout).toContain(`${server.url} is partial`);
});
