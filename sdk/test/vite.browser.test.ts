import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectToChromium } from '../../scripts/testing/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8' };

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'referral-codes-vite-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project, './sdk'], { cwd: root });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  await writeFile(join(project, 'package.json'), '{ "type": "module", "private": true }');
  await run('npm', ['install', '--ignore-scripts', '--prefer-offline', `./${packed?.filename}`], { cwd: project });
  // The libraries of the page are those of the repository, of the versions that it pins.
  for (const name of ['react', 'react-dom', 'scheduler', '@tanstack'])
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
  await cp(join(root, 'sdk/test/pages/queries.tsx'), join(project, 'main.tsx'));
  await writeFile(join(project, 'index.html'), '<!doctype html><body><script type="module" src="/main.tsx"></script>');
  await build({ root: project, configFile: false, logLevel: 'error', oxc: { jsx: { runtime: 'automatic' } } });
}, 120_000);
afterAll(() => rm(project, { recursive: true }));

it('the packed client, installed in an empty project of React and built by Vite, works in Chromium', async () => {
  const mock = await serve(createMock());
  const built = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const path = pathname === '/' ? '/index.html' : pathname;
    const file = await readFile(join(project, 'dist', path)).catch(() => undefined);
    response.writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(file);
  });
  await new Promise<void>((resolve) => built.listen(0, '127.0.0.1', resolve));
  const browser = await connectToChromium();
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${(built.address() as AddressInfo).port}/#${mock.url}`);
    const rows = (count: number) =>
      page.waitForFunction((count) => document.querySelectorAll('li').length === count, count, { timeout: 20_000 });
    await rows(5);
    await page.click('#more');
    await rows(8);
    await page.click('#create');
    await rows(9);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    built.closeAllConnections();
    built.close();
    await mock.close(0);
  }
});
