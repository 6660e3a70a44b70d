import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// npm run bench -- <question>: runs the file of this name in this folder. The packages that are only compared with are
// installed at the first run, so that `npm ci` does not install them.

const folder = dirname(fileURLToPath(import.meta.url));
const questions = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -3));
const question = process.argv[2] ?? '';

if (questions.includes(question)) {
  if (!existsSync(join(folder, 'node_modules')))
    spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
  process.argv.splice(2, 1);
  try {
    // In this process, so that a signal reaches the benchmark.
    await import(pathToFileURL(join(folder, `${question}.ts`)).href);
  } catch (error) {
    console.error(error);
    process.exit(2); // At once, and with what the question has started.
  }
} else {
  console.error(`npm run bench -- <question>: ask one of ${questions.join(', ')}${question && `, not ${question}`}`);
  process.exitCode = 2;
}
