import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { project } from './testing/project.ts';

const killed = { guard: 'A hundred are not few.', original: 'count <= MOST', mutated: 'count > 0' };
const builtOnly = { guard: 'One is few.', original: 'count <= MOST', mutated: 'count < 1', name: 'as built' };
const survived = { guard: 'More than three are not few.', original: '= 3', mutated: '= 4' };
const noTest = { ...killed, guard: 'No test has this name.', name: 'no such title' };
const broken = { ...killed, guard: 'This does not compile.', mutated: 'count <=' };
const notLoaded = { ...killed, guard: 'This cannot be loaded.', original: '= 3;', mutated: '= 3;\nJSON.parse("");' };
const endless = {
  guard: 'Settling ends.',
  original: '=> {};',
  mutated: '=> new Promise(() => {});',
  name: 'settling ends',
};

describe('the command', { timeout: 240_000 }, () => {
  it('distinguishes killed, surviving and unjudged mutations, and does not change the project', async () => {
    const { root, run, leftovers } = await project([
      killed,
      builtOnly,
      survived,
      noTest,
      broken,
      notLoaded,
      endless,
      { ...endless, guard: 'Settling ends in time.', hangs: true },
    ]);
    const before = await readFile(join(root, 'src/guard.ts'), 'utf8');
    const { code, out } = await run();
    expect(out).toMatch(/^killed {3}src\/guard.ts: A hundred are not few\.\n +by a hundred are not few$/m);
    expect(out).toMatch(/^killed {3}src\/guard.ts: One is few\.\n +by as built, one is few$/m);
    expect(out).toMatch(/^SURVIVED src\/guard.ts: More than three are not few\.\n +3 tests ran and passed$/m);
    expect(out).toMatch(/^error {4}src\/guard.ts: No test has this name\.\n +no test ran/m);
    expect(out).toMatch(
      /^error {4}src\/guard.ts: This does not compile\.\n +the mutated code does not compile: Expression expected/m,
    );
    expect(out).toMatch(/^error {4}src\/guard.ts: This cannot be loaded\.\n +no test ran; .*JSON/m);
    expect(out).toMatch(/^error {4}src\/guard.ts: Settling ends\.\n +the time-out of settling ends: .*hangs: true$/m);
    expect(out).toMatch(/^killed {3}src\/guard.ts: Settling ends in time\.\n +by the time-out of settling ends$/m);
    expect(out).toMatch(/^8 mutations: 3 killed, 1 survived, 4 errors; /m);
    expect(code).toBe(1);
    expect(await readFile(join(root, 'src/guard.ts'), 'utf8')).toBe(before);
    expect(await readdir(root)).not.toContain('dist');
    expect(await leftovers()).toEqual([]);
  });

  it('exits with 0 if all were killed, and with 2 if one could not be judged', async () => {
    const { run } = await project([killed, noTest]);
    expect(await run('all', '--only', 'a HUNDRED')).toMatchObject({ code: 0 });
    expect(await run('--only', 'No test')).toMatchObject({ code: 2 });
  });

  it('reports errors in the data before it tries a mutation', async () => {
    const { run, leftovers } = await project([
      killed,
      { ...survived, original: 'const' },
      { ...killed, file: 'no.ts' },
    ]);
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('src/guard.ts holds this text 3 times, not once: const');
    expect(err).toContain('no.ts');
    expect(await leftovers()).toEqual([]);
  });

  it('judges no mutation if the unchanged code fails its tests or does not build', async () => {
    const red = await project([{ ...killed, tests: ['test/red.test.ts'] }], {
      'test/red.test.ts': `import { it } from 'vitest';\nit('is red', () => { throw new Error('no'); });`,
    });
    const { code, err } = await red.run();
    expect(code).toBe(2);
    expect(err).toContain('the tests fail on the unchanged code:\nis red');
    const unbuilt = await project([{ ...killed, original: "'x'", mutated: '3' }], {
      'src/guard.ts': "export const isFew: boolean = 'x';",
    });
    expect(await unbuilt.run()).toMatchObject({ code: 2, err: expect.stringContaining('does not build') });
    expect(await unbuilt.leftovers()).toEqual([]);
  });

  it.each([
    [['nope'], 'there is no group nope; choose of all'],
    [['--only', '('], '--only takes a regular expression'],
    [['--only', 'nothing like it'], 'no mutation matches nothing like it'],
    [['--workers', '0'], '--workers takes 1 to 99, not 0'],
    [['--nope'], "Unknown option '--nope'"],
  ])('%j: one clear line, exit 2', async (args, message) => {
    const { run } = await project([killed]);
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('leaves no process and no folder behind when it is stopped with Ctrl-C', async () => {
    const { root, start, leftovers } = await project([killed], {
      'test/guard.test.ts': `import { spawn } from 'node:child_process';
        import { writeFileSync } from 'node:fs';
        import { it } from 'vitest';
        it('never ends', async () => {
          const code = "require('net').createServer().listen(0, function () { console.log(this.address().port) })";
          const child = spawn(process.execPath, ['-e', code]);
          child.stdout.on('data', (port) => writeFileSync(process.env.FOLDER + '/port', port));
          await new Promise(() => {});
        }, 60_000);`,
    });
    const child = start();
    let port = 0;
    while (port === 0) {
      await sleep(50);
      port = Number(await readFile(join(root, 'port'), 'utf8').catch(() => '0'));
    }
    expect(await reached(port)).toBe(true);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(await reached(port)).toBe(false);
    expect(await leftovers()).toEqual([]);
  });
});

/** Whether something listens on a port. */
function reached(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
