import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../cli.ts';

/** The command for a project other than this repository: `fixture.ts ROOT …`, with the mutations in ROOT/mutations.json. */
const [root = ''] = process.argv.splice(2, 1);
await run(JSON.parse(readFileSync(join(root, 'mutations.json'), 'utf8')), root, process);
