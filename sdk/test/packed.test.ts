import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMock } from '@referral-codes/mock';
import { type ServedMock, serve } from '@referral-codes/mock/http';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../../scripts/testing/launch-chromium.ts';

// The package as npm packs it, in an empty project of Vite and React.

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const bin = (name: string) => join(root, 'node_modules/.bin', name);

const PAGE = `import { createReferralCodes, isProblem, type ReferralCodeRecord } from '@referral-codes/sdk';
import { createQueries } from '@referral-codes/sdk/queries';
import { responses } from '@referral-codes/sdk/schemas';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const baseUrl = new URLSearchParams(location.search).get('server')!;
const codes = createReferralCodes({ baseUrl, validate: 'throw', schemas: responses });
const pair = { mentor_id: 'usr_page', org_id: 'org_page' };

/** Uses all seven operations, and tells what came of them. */
async function story(): Promise<string[]> {
  const told: string[] = [];
  const created: ReferralCodeRecord = await codes.createCode({ ...pair, code: 'PAGE-1' });
  told.push(\`created \${created.code}\`);
  const again = await codes.safe.createCode({ ...pair, code: 'PAGE-2' });
  if (!again.ok && isProblem(again.error, 'active-code-exists'))
    told.push(\`refused for \${again.error.problem.record_id === created.id}\`);
  told.push(\`active \${(await codes.getActiveCode(pair)).code}\`);
  told.push(\`found \${(await codes.findByCode({ code: 'PAGE-1' })).status}\`);
  told.push(\`deactivated \${(await codes.deactivateCode(created.id)).status}\`);
  told.push(\`read \${(await codes.getRecord(created.id)).status}\`);
  told.push(\`deleted \${(await codes.deleteRecord(created.id)).deleted}\`);
  let count = 0;
  for await (const record of codes.listRecords({ limit: 20 })) count += record.id ? 1 : 0;
  told.push(\`listed \${count === (await createQueries(codes).listRecords().queryFn({ signal: new AbortController().signal })).pagination.total}\`);
  return told;
}

const ending = story().catch((error) => [String(error)]);

function App() {
  const [told, setTold] = useState<string[]>();
  useEffect(() => void ending.then(setTold), []);
  return <ul>{told?.map((line) => <li key={line}>{line}</li>)}</ul>;
}

createRoot(document.body).render(<StrictMode><App /></StrictMode>);
`;

const TOLD = [
  'created PAGE-1',
  'refused for true',
  'active PAGE-1',
  'found active',
  'deactivated inactive',
  'read inactive',
  'deleted true',
  'listed true',
];

let project: string;
let tarball: string;
let server: ServedMock;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'referral-codes-vite-'));
  server = await serve(createMock({ scenario: 'source' }));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project, './sdk'], { cwd: root });
  tarball = join(project, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
  await mkdir(join(project, 'src'));
  const compilerOptions = { strict: true, noEmit: true, target: 'es2022', module: 'preserve', jsx: 'react-jsx' };
  const files = {
    'package.json': { private: true, type: 'module' },
    'tsconfig.json': {
      compilerOptions: { ...compilerOptions, lib: ['es2023', 'dom', 'dom.iterable'] },
      include: ['src'],
    },
    'index.html': '<!doctype html><title>Shop</title><body><script type="module" src="/src/main.tsx"></script></body>',
    'src/main.tsx': PAGE,
  };
  for (const [path, content] of Object.entries(files))
    await writeFile(join(project, path), typeof content === 'string' ? content : JSON.stringify(content));
  const others = ['vite', 'react', 'react-dom', '@types/react', '@types/react-dom'].map(versioned);
  const install = ['install', '--ignore-scripts', '--prefer-offline', tarball, ...(await Promise.all(others))];
  await run('npm', install, { cwd: project });
}, 180_000);
afterAll(async () => {
  await server.close(0);
  await rm(project, { recursive: true });
});

it('the packed package is typed, built by Vite and used by a page of React in Chromium', async () => {
  await run(bin('tsc'), ['-p', '.'], { cwd: project }).catch(({ stdout }) => expect.fail(stdout));
  await run(join(project, 'node_modules/.bin/vite'), ['build', '--logLevel', 'error'], { cwd: project });
  const site = await served(join(project, 'dist'));
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${site}?server=${encodeURIComponent(server.url)}`);
  await page.waitForSelector('li', { timeout: 20_000 });
  expect(await page.locator('li').allTextContents()).toEqual(TOLD);
}, 90_000);

it('the tarball holds what it needs and no test', async () => {
  const files = (await readdir(join(project, 'node_modules/@referral-codes/sdk'), { recursive: true })) as string[];
  expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts']));
  expect(files.filter((path) => /\.test\.|tsbuildinfo|^test/.test(path))).toEqual([]);
});

/** `name@version`, as this repository has it, so that npm finds it in its cache. */
async function versioned(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name}@${version}`;
}

/** Serves a folder; answers its URL. */
async function served(folder: string): Promise<string> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
  const site = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = pathname === '/' ? '/index.html' : pathname;
    const content = await readFile(join(folder, path)).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(content);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void site.close());
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}
