import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packaged from '@sparticuz/chromium';
import { type BrowserServer, chromium } from 'playwright-core';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url));

/**
 * Launches a headless Chromium: the one in `CHROME_PATH`, or else that of the system, or else that of an npm package.
 * @throws {Error} with its path and its output if it does not start.
 */
export async function launchChromium(): Promise<BrowserServer> {
  const executablePath = process.env.CHROME_PATH ?? systemChromium() ?? (await unpackedChromium());
  const launch = (env: Record<string, string | undefined>) =>
    chromium.launchServer({
      executablePath,
      // The first is for root and containers. The others prevent requests to Google, which are slow in a closed network.
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      env: env as Record<string, string>,
    });
  const withOwnLibraries = () => launch({ ...process.env, LD_LIBRARY_PATH: join(CACHE, 'al2023/lib') });
  return launch(process.env)
    .catch((error: Error) => {
      if (error.message.includes('error while loading shared libraries')) return withOwnLibraries();
      throw error;
    })
    .catch((error: Error) => {
      throw new Error(`${executablePath} did not start: ${reasonIn(error.message)}`);
    });
}

/** The messages of Playwright and the browser, without Playwright's log and the options of the browser. */
function reasonIn(message: string): string {
  const [first = '', ...log] = message.split('\n');
  return [first, ...log.flatMap((line) => line.match(/(?<=\[err\] ).+/) ?? [])].join('\n');
}

function systemChromium(): string | undefined {
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Unpacks the browser of the package once, with the libraries that it may need. */
async function unpackedChromium(): Promise<string> {
  if (!existsSync(CACHE)) {
    await mkdir(dirname(CACHE), { recursive: true });
    const partial = await mkdtemp(`${CACHE}-`);
    // The package unpacks into TMPDIR, and unpacks the libraries only if it seems to run on AWS.
    const { TMPDIR, AWS_EXECUTION_ENV } = process.env;
    Object.assign(process.env, { TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
    await packaged.executablePath();
    restore('TMPDIR', TMPDIR);
    restore('AWS_EXECUTION_ENV', AWS_EXECUTION_ENV);
    // Renamed when complete, so that neither a killed run nor a concurrent one leaves an incomplete browser behind.
    await rename(partial, CACHE).catch(() => rm(partial, { recursive: true }));
  }
  return join(CACHE, 'chromium');
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
