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
const samples = (await Promise.all([...readmes, ...guides].map(samplesOf))).flat();
const typescript = samples.filter(({ language }) => language === 'ts');

beforeAll(async () => {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'vitest.config.js'), 'export default {};');
  // npm links commands when it installs packages, which is before our packages are built.
  for (const name of ['mock', 'conformance']) {
    const command = `#!/bin/sh\nexec node '${join(root, name, 'dist/bin.js')}' "$@"\n`;
    await writeFile(join(folder, 'bin', `referral-codes-${name}`), command, { mode: 0o755 });
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('every sample', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    const server = await serve(createMock({ scenario: 'demo' }), { port: 0 });
    try {
      const code = sample.code.replaceAll('http://127.0.0.1:4010', new URL(server.url).origin);
      const expected = [...sample.code.matchAll(/(?:\/\/|#) → (.*)$/gm)].map(([, line]) => line);
      const printed = (await play(sample, code)).split('\n').filter((line) => line !== '');
      for (const line of expected) expect(printed).toContain(line);
    } finally {
      await server.close();
    }
  });

  it('compiles', async () => {
    for (const { name, code } of typescript) await writeFile(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
    const config = {
      extends: '../tsconfig.json',
      compilerOptions: { noEmit: true, types: ['node'] },
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, include: ['*.ts'] }));
    await run(join(bin, 'tsc'), ['-p', folder]).catch(({ stdout }) => expect.fail(stdout));
  });

  it('is found', () => {
    expect(typescript.length).toBeGreaterThan(2);
    expect(samples.filter(({ language }) => language === 'sh').length).toBeGreaterThan(0);
  });
});

async function play({ name, language }: Sample, code: string): Promise<string> {
  const path = [join(folder, 'bin'), bin, process.env.PATH].join(':');
  const options = { cwd: folder, env: { ...process.env, PATH: path, NO_COLOR: '1' } };
  if (language === 'sh') return (await run('bash', ['-euo', 'pipefail', '-c', code], options)).stdout;
  const inVitest = /from '(vitest|.*\/vitest)'/.test(code);
  const file = join(folder, `${name}${inVitest ? '.test' : '.run'}.ts`);
  await writeFile(file, code);
  return inVitest
    ? (await run(join(bin, 'vitest'), ['run', '--root', folder, file], options)).stdout
    : (await run(join(bin, 'tsx'), [file], options)).stdout;
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
