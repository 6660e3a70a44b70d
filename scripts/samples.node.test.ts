import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMock } from '@referral-codes/mock';
import { serve } from '@referral-codes/mock/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Every block of code in the READMEs and the guides runs: `ts` in Node (or in vitest, if it imports vitest), `sh` in a
// shell, each against its own mock instead of the one at the default address. A block must print what its comments say
// (`// → …`, `# → …`). `console` blocks are not run.

const root = fileURLToPath(new URL('..', import.meta.url));
// Not in node_modules, where vitest finds no tests.
const folder = join(root, '.samples');
const bin = join(root, 'node_modules/.bin');
const run = promisify(execFile);

interface Sample {
  name: string;
  language: string;
  code: string;
}

const guides = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
const readmes = ['README.md', 'sdk/README.md', 'mock/README.md', 'conformance/README.md'];
const all = (await Promise.all([...readmes, ...guides].map(samplesOf))).flat();
// The same code in two files is run once.
const samples = [...new Map(all.map((sample) => [sample.code, sample])).values()];
const typescript = samples.filter(({ language }) => language === 'ts');

/** What the compiler says about the samples in TypeScript. */
let complaints: string;
beforeAll(async () => {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'vitest.config.js'), 'export default {};');
  // npm links commands when it installs packages, which is before our packages are built.
  for (const name of ['mock', 'conformance']) {
    const command = `#!/bin/sh\nexec node '${join(root, name, 'dist/bin.js')}' "$@"\n`;
    await writeFile(join(folder, 'bin', `referral-codes-${name}`), command, { mode: 0o755 });
  }
  complaints = await compileAll();
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

describe('every sample', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    const server = await serve(createMock({ scenario: 'demo' }), { port: 0 });
    try {
      const printed = (await play(sample, new URL(server.url).origin)).split('\n').filter((line) => line !== '');
      const expected = [...sample.code.matchAll(/(?:\/\/|#) → (.*)$/gm)].map(([, line]) => line);
      for (const line of expected) expect(printed).toContain(line);
    } finally {
      await server.close();
    }
  });

  it('is of a type the compiler accepts', () => {
    expect(complaints).toBe('');
  });

  it('is found', () => {
    expect(typescript.length).toBeGreaterThan(2);
    expect(samples.filter(({ language }) => language === 'sh').length).toBeGreaterThan(0);
  });
});

/** Compiles all samples in TypeScript at once, which is faster than a loader for each. */
async function compileAll(): Promise<string> {
  for (const { name, code } of typescript) await writeFile(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
  const compilerOptions = { composite: false, sourceMap: false, declarationMap: false, types: ['node'] };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', compilerOptions, include: ['*.ts'] }),
  );
  return run(join(bin, 'tsgo'), ['-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
}

/** Runs a sample, with the mock at `origin` in place of the one at the default address. Returns what it prints. */
async function play({ name, language, code }: Sample, origin: string): Promise<string> {
  const path = [join(folder, 'bin'), bin, process.env.PATH].join(':');
  const options = { cwd: folder, env: { ...process.env, PATH: path, NO_COLOR: '1' } };
  const inPlace = (text: string) => text.replaceAll('http://127.0.0.1:4010', origin);
  if (language === 'sh') return (await run('bash', ['-euo', 'pipefail', '-c', inPlace(code)], options)).stdout;
  const inVitest = /from '(vitest|.*\/vitest)'/.test(code);
  const file = join(folder, `${name}${inVitest ? '.test' : '.run'}.js`);
  await writeFile(file, inPlace(await readFile(join(folder, `${name}.js`), 'utf8')));
  return inVitest
    ? (await run(join(bin, 'vitest'), ['run', '--root', folder, file], options)).stdout
    : (await run(process.execPath, [file], options)).stdout;
}

async function samplesOf(path: string): Promise<Sample[]> {
  const text = await readFile(join(root, path), 'utf8');
  return [...text.matchAll(/^```(ts|sh)\n(.*?)^```$/gms)].map(([, language = '', code = ''], index) => ({
    name: `${path
      .replace(/^docs\//, '')
      .replace('.md', '')
      .replace('/', '-')}-${index + 1}`,
    language,
    code,
  }));
}
