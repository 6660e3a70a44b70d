import { fileURLToPath } from 'node:url';
import { run } from './cli.ts';
import { groups } from './groups.ts';

await run(groups, fileURLToPath(new URL('../..', import.meta.url)), process);
