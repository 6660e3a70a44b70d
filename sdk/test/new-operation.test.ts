import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generate } from '../../scripts/generate.ts';
import { json, listen } from './listen.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A contract with an eighth operation. */
const OPERATION = `paths:
  /api/v1/referral-code-records/{id}/renamed:
    parameters:
      - { name: id, in: path, required: true, description: The record., schema: { $ref: '#/components/schemas/RecordId' } }
    put:
      operationId: renameCode
      summary: Rename a code
      description: Gives the record another code.
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewCode' } } }
      responses:
        '200':
          description: The record.
          content: { application/json: { schema: { $ref: '#/components/schemas/ReferralCodeRecord' } } }
        '404': { $ref: '#/components/responses/RecordNotFound' }`;

const PAGE = `import { createReferralCodes } from './index.ts';
export const rename = (baseUrl: string) =>
  createReferralCodes({ baseUrl }).renameCode('rc_1', { mentor_id: 'm', org_id: 'o', code: 'A' });
// @ts-expect-error The new method's body is typed.
export const wrong = () => createReferralCodes().renameCode('rc_1', { code: 'A' });
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'referral-codes-'));
  await cp(join(root, 'sdk/src'), join(folder, 'sdk/src'), {
    recursive: true,
    filter: (path) => !/\.test\./.test(path),
  });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const contract = (await readFile(join(root, 'openapi.yaml'), 'utf8')).replace(/^paths:$/m, OPERATION);
  for (const [path, content] of await generate(contract)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await writeFile(join(folder, 'sdk/src/page.ts'), PAGE);
  await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  await cp(join(root, 'sdk/tsconfig.json'), join(folder, 'sdk/tsconfig.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('an operation added to the contract is a typed method once it is generated, with no other change', async () => {
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'sdk'], {
    cwd: folder,
  }).catch(({ stdout }) => expect.fail(stdout));
  const { rename } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'sdk/dist/page.js')).href);
  await using server = await listen((_, response) => json(response, 200, { id: 'rc_1' }));
  expect(await rename(server.url)).toEqual({ id: 'rc_1' });
  expect(server.received).toMatchObject([
    {
      method: 'PUT',
      url: '/api/v1/referral-code-records/rc_1/renamed',
      body: '{"mentor_id":"m","org_id":"o","code":"A"}',
    },
  ]);
});
