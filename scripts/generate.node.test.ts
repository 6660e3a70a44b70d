import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContract } from './generate/contract.ts';
import { queriesFile } from './generate/queries.ts';
import { update } from './generate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

let copy: string;
beforeAll(async () => {
  copy = await copyOfTheRepository();
});
afterAll(() => rm(copy, { recursive: true }));

describe('generated code', () => {
  it('is up to date', async () => {
    expect(await checkIn(root)).toEqual({ code: 0, stderr: '' });
  });

  it('is named when it is stale, missing or left over', async () => {
    await writeFile(join(copy, 'sdk/src/generated/rules.ts'), 'export const rules = {};\n');
    await rm(join(copy, 'sdk/src/generated/schema.ts'));
    await writeFile(join(copy, 'sdk/src/generated/forgotten.ts'), '');
    const { code, stderr } = await checkIn(copy);
    expect(code).toBe(1);
    expect(stderr.match(/\S+(?= is stale)/g)?.sort()).toEqual(
      ['forgotten.ts', 'rules.ts', 'schema.ts'].map((name) => `sdk/src/generated/${name}`),
    );
    expect((await update(copy)).sort()).toEqual([
      'removed sdk/src/generated/forgotten.ts',
      'wrote sdk/src/generated/rules.ts',
      'wrote sdk/src/generated/schema.ts',
    ]);
  });
});

describe('the reads that a write makes stale', () => {
  it('are those of the resource it changes, and none of another', async () => {
    const text = await readFile(join(root, 'openapi.yaml'), 'utf8');
    const written = queriesFile(readContract(withMentors(text)));
    const staleReads = JSON.parse(written.match(/staleReads = (.*?) as const/s)?.[1] ?? '');
    const records = ['listRecords', 'getActiveCode', 'findByCode', 'getRecord'];
    expect(staleReads).toEqual({
      createCode: records,
      deactivateCode: records,
      // Its response is a confirmation, but the resource at its path is a record.
      deleteRecord: records,
      renameMentor: ['getMentor'],
    });
  });
});

describe('an operation and a rule that join the contract', () => {
  let errors: string;
  beforeAll(async () => {
    const text = await readFile(join(copy, 'openapi.yaml'), 'utf8');
    await writeFile(join(copy, 'openapi.yaml'), withSuspension(text));
    await update(copy);
    errors = await compile(copy, ['-b', 'sdk', 'mock', 'conformance']);
  });

  it('give the SDK a typed method that sends the new request, without any new code', async () => {
    expect(errors).not.toMatch(/^sdk\//m);
    const use = `import { createReferralCodes, type ReferralCodeRecord } from '@referral-codes/sdk';
      const codes = createReferralCodes({ baseUrl: 'http://server' });
      export const right: Promise<ReferralCodeRecord> = codes.suspendCode('rc_1', { until: '2026-01-01T00:00:00Z' });
      // @ts-expect-error a field that is not in the contract
      codes.suspendCode('rc_1', { til: '' });`;
    await writeFile(join(copy, 'use.ts'), use);
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--skipLibCheck',
    ];
    expect(await compile(copy, [...options, 'use.ts'])).toBe('');

    const { createReferralCodes } = await import(pathToFileURL(join(copy, 'sdk/dist/index.js')).href);
    let sent: Request | undefined;
    const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
      sent = new Request(input, init);
      return Response.json({ id: 'rc_1' });
    };
    await createReferralCodes({ baseUrl: 'http://server', fetch }).suspendCode('rc_1', {
      until: '2026-01-01T00:00:00Z',
    });
    expect(`${sent?.method} ${sent?.url}`).toBe('PUT http://server/api/v1/referral-code-records/rc_1/suspension');
    expect(await sent?.json()).toEqual({ until: '2026-01-01T00:00:00Z' });

    const { createQueries } = await import(pathToFileURL(join(copy, 'sdk/dist/queries.js')).href);
    const queries = createQueries(createReferralCodes({ baseUrl: 'http://server', fetch }));
    await queries.suspendCode().mutationFn({ id: 'rc_2', until: '2026-01-02T00:00:00Z' });
    expect(sent?.url).toBe('http://server/api/v1/referral-code-records/rc_2/suspension');
    expect(await sent?.json()).toEqual({ until: '2026-01-02T00:00:00Z' });
    expect(queries.stale.suspendCode({ id: 'rc_2' })).toContainEqual(['referral-codes', 'getRecord']);
  });

  it('make the compiler report what the mock lacks', () => {
    expect(errors).toMatch(/^mock\/src\/.*suspendCode/m);
  });

  it('make the compiler report what the suite lacks', () => {
    expect(errors).toMatch(/^conformance\/src\/checks\/index.ts.*suspension-ends/m);
  });
});

const tsgo = join(root, 'node_modules/.bin/tsgo');

/** The contract with operations of another resource. */
function withMentors(text: string): string {
  return text
    .replace(
      '\ncomponents:\n',
      `
  /api/v1/mentors/{name}:
    parameters:
      - { name: name, in: path, required: true, description: The mentor's name., x-provenance: chosen, schema: { $ref: '#/components/schemas/Identifier' } }
    get:
      operationId: getMentor
      summary: Get a mentor
      description: By name.
      responses:
        '200': { description: The mentor., content: { application/json: { schema: { $ref: '#/components/schemas/Mentor' } } } }
    put:
      operationId: renameMentor
      summary: Rename a mentor
      description: To the name given.
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Mentor' } } } }
      responses:
        '200': { description: The mentor., content: { application/json: { schema: { $ref: '#/components/schemas/Mentor' } } } }
components:
`,
    )
    .replace(
      '\n  schemas:\n',
      "\n  schemas:\n    Mentor: { type: object, required: [full_name], properties: { full_name: { $ref: '#/components/schemas/Identifier' } } }\n",
    );
}

/** The contract with one more operation and one more rule. */
function withSuspension(text: string): string {
  return text
    .replace(
      '\ncomponents:\n',
      `
  /api/v1/referral-code-records/{id}/suspension:
    parameters:
      - { name: id, in: path, required: true, description: The record's id., x-provenance: chosen, schema: { $ref: '#/components/schemas/RecordId' } }
    put:
      operationId: suspendCode
      summary: Suspend a referral code record (suspendCode)
      description: For some time.
      x-provenance: chosen
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Suspension' } } } }
      responses:
        '200': { description: The record., content: { application/json: { schema: { $ref: '#/components/schemas/ReferralCodeRecord' } } } }
        '404': { $ref: '#/components/responses/RecordNotFound' }
components:
`,
    )
    .replace(
      '\n  schemas:\n',
      '\n  schemas:\n    Suspension: { type: object, required: [until], additionalProperties: false, properties: { until: { type: string, format: date-time } } }\n',
    )
    .replace(
      '\nx-rules:\n',
      "\nx-rules:\n  suspension-ends:\n    heading: Deactivating\n    sentence: 'A suspension SHOULD end.'\n    provenance: chosen\n    operation: suspendCode\n",
    );
}

/** A copy of the sources, in which the packages import each other and not the originals. */
async function copyOfTheRepository(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'referral-codes-'));
  const kept = ['openapi.yaml', 'mock/control.yaml', 'package.json', 'tsconfig.json', 'docs/rules.md'];
  const packages = ['sdk', 'mock', 'conformance'];
  for (const path of [
    ...kept,
    ...packages.flatMap((name) => [`${name}/src`, `${name}/package.json`, `${name}/tsconfig.json`]),
  ])
    await cp(join(root, path), join(folder, path), { recursive: true });
  await mkdir(join(folder, 'node_modules/@referral-codes'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== '@referral-codes') await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of packages) {
    await symlink(join(folder, name), join(folder, 'node_modules/@referral-codes', name));
    const own = await readdir(join(root, name, 'node_modules')).catch(() => []);
    if (own.length > 0) await symlink(join(root, name, 'node_modules'), join(folder, name, 'node_modules'));
  }
  return folder;
}

/** Runs the command with `--check` in `folder`. */
function checkIn(folder: string): Promise<{ code: number; stderr: string }> {
  const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
  const script = join(root, 'scripts/generate.ts');
  return run(process.execPath, ['--import', loader, script, '--check'], { cwd: folder }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }) => ({ code, stderr }),
  );
}

/** The errors of the compiler, one a line. */
function compile(folder: string, args: string[]): Promise<string> {
  return run(tsgo, [...args, '--pretty', 'false'], { cwd: folder }).then(
    () => '',
    ({ stdout }) => stdout,
  );
}
