import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../cli.ts';

/** The command for another project, whose mutations are in its mutations.json. */
const [root = '', ...args] = process.argv.slice(2);
await run(JSON.parse(readFileSync(join(root, 'mutations.json'), 'utf8')), root, args);
