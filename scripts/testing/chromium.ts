import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { sources } from './sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The version of msw to test, and where it is installed. vitest.config.ts sets MSW. */
const msw = process.env.MSW ?? 'msw';
const mswFolder = process.env.MSW ? join(root, 'scripts/compat') : root;

declare module 'vitest' {
  interface ProvidedContext {
    /** The endpoint of Chromium for Playwright. Only in projects that need a browser. */
    chromium?: string;
  }
}

/** A page in a real Chromium, and the server that serves it. */
export interface TestPage extends AsyncDisposable {
  page: Page;
  /** The URL of the page. Other files are relative to it. */
  url: string;
  /** What the page wrote to its console, and its uncaught errors. */
  messages: string[];
}

/** Connects to the Chromium of this run. Closing the connection closes only the pages that it opened. */
export function connectToChromium(): Promise<Browser> {
  const endpoint = inject('chromium');
  if (!endpoint)
    throw new Error('A test that needs a browser must be in a file named *.browser.test.ts or *.msw.test.ts.');
  return chromium.connect(endpoint);
}

export interface PageOptions {
  /** @default a page that contains only the script */
  html?: string;
  /** The name of a global that the script defines last. @default does not wait for the page */
  ready?: string;
}

/** Waits until a page has a global of this name. */
export async function untilGlobal(page: Page, name: string): Promise<void> {
  await page.waitForFunction((name) => name in globalThis, name, { timeout: 20_000 });
}

/**
 * Bundles the TypeScript module `entry` (a path from the repository's root) and opens it in Chromium as the only script
 * of a page, served from a free loopback port together with msw's service worker.
 */
export async function openPage(entry: string, options: PageOptions = {}): Promise<TestPage> {
  const files: Record<string, { type: string; body: string }> = {
    '/': { type: 'text/html; charset=utf-8', body: options.html ?? PAGE },
    '/entry.js': { type: 'text/javascript', body: await bundle(entry) },
    '/mockServiceWorker.js': {
      type: 'text/javascript',
      body: await readFile(join(mswFolder, 'node_modules', msw, 'lib/mockServiceWorker.js'), 'utf8'),
    },
  };
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://page').pathname];
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const browser = await connectToChromium();
  const page = await (await browser.newContext()).newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(String(error)));
  await page.goto(url);
  if (options.ready) await untilGlobal(page, options.ready);
  return {
    page,
    url,
    messages,
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const PAGE = '<!doctype html><html lang="en"><title>Test</title><script type="module" src="/entry.js"></script></html>';

async function bundle(entry: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'sources',
        setup(build) {
          if (process.env.MSW)
            build.onResolve({ filter: /^msw(\/|$)/ }, ({ path, kind }) =>
              build.resolve(path.replace('msw', msw), { kind, resolveDir: mswFolder }),
            );
          build.onResolve({ filter: /^@referral-codes\// }, ({ path }) => ({ path: sources.get(path) as string }));
        },
      },
    ],
  });
  return result.outputFiles.map(({ text }) => text).join('');
}
