import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instantiations, openapiFetchPage, ownPage } from './instantiations/pages.ts';

// npm run bench -- instantiations: how many types the compiler instantiates for the client, and for openapi-fetch.

const peer = instantiations(openapiFetchPage());
const own = instantiations(ownPage());
const rows = {
  'referral-codes': { instantiations: own, share: `${((own / peer) * 100).toFixed(1)} %` },
  'openapi-fetch': { instantiations: peer, share: '100 %' },
};
console.log('Types instantiated to check a page that calls all seven operations');
console.table(rows);

const folder = fileURLToPath(new URL('../../tmp/bench', import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'instantiations.json'), `${JSON.stringify(rows, null, 2)}\n`);
