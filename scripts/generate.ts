import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { callsFile } from './generate/calls.ts';
import { clientFile } from './generate/client.ts';
import { readContract } from './generate/contract.ts';
import { CONTROL_HEADER, controlFile, controlValidatorsFile, readControl } from './generate/control.ts';
import { examplesFile, operationsFile } from './generate/operations.ts';
import { patternsFile } from './generate/patterns.ts';
import { queriesFile } from './generate/queries.ts';
import { requestsFile } from './generate/requests.ts';
import { rulesFile, rulesPage } from './generate/rules.ts';
import { schemaFile } from './generate/schema.ts';
import { schemasFile } from './generate/schemas.ts';
import { validatorsFile } from './generate/validators.ts';

const FOLDER = 'sdk/src/generated';
const MOCK_FOLDER = 'mock/src/control/generated';

/** All files that are generated from openapi.yaml and mock/control.yaml: path → content. */
export async function generate(root: string): Promise<Map<string, string>> {
  const contract = readContract(await readFile(join(root, 'openapi.yaml'), 'utf8'));
  const control = readControl(await readFile(join(root, 'mock/control.yaml'), 'utf8'), contract);
  return new Map([
    [`${FOLDER}/schema.ts`, await schemaFile(contract.document)],
    [`${FOLDER}/operations.ts`, operationsFile(contract)],
    [`${FOLDER}/examples.ts`, examplesFile(contract)],
    [`${FOLDER}/calls.ts`, callsFile(contract)],
    [`${FOLDER}/requests.ts`, requestsFile(contract)],
    [`${FOLDER}/client.ts`, clientFile(contract)],
    [`${FOLDER}/queries.ts`, queriesFile(contract)],
    [`${FOLDER}/rules.ts`, rulesFile(contract)],
    [`${FOLDER}/validators.ts`, await validatorsFile(contract)],
    [`${FOLDER}/patterns.ts`, patternsFile(contract)],
    [`${FOLDER}/schemas.ts`, schemasFile(contract)],
    ['docs/rules.md', rulesPage(contract)],
    [`${MOCK_FOLDER}/control.ts`, controlFile(control)],
    [`${MOCK_FOLDER}/control-schema.ts`, await schemaFile(control.document, CONTROL_HEADER)],
    [`${MOCK_FOLDER}/control-validators.ts`, await controlValidatorsFile(control)],
  ]);
}

/** The paths below `root` that `npm run generate` would change: missing, different, or no longer generated. */
export async function staleFiles(root: string, files: Map<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of files) {
    const committed = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (committed !== content) stale.push(path);
  }
  for (const folder of [FOLDER, MOCK_FOLDER]) {
    const present = await readdir(join(root, folder)).catch(() => []);
    stale.push(...present.map((name) => `${folder}/${name}`).filter((path) => !files.has(path)));
  }
  return stale;
}

/** Writes what is missing or different under `root`, and removes what is no longer generated. Returns a line for each. */
export async function update(root: string): Promise<string[]> {
  const files = await generate(root);
  const lines: string[] = [];
  for (const path of await staleFiles(root, files)) {
    const content = files.get(path);
    if (content === undefined) {
      await rm(join(root, path));
    } else {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
    lines.push(`${content === undefined ? 'removed' : 'wrote'} ${path}`);
  }
  return lines;
}

async function main(root: string): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  if (!values.check) {
    for (const line of await update(root)) console.log(line);
    return 0;
  }
  const stale = await staleFiles(root, await generate(root));
  for (const path of stale) console.error(`${path} is stale: run \`npm run generate\` and commit what it writes`);
  return stale.length > 0 ? 1 : 0;
}

if (import.meta.url === `file://${process.argv[1]}`) process.exitCode = await main(process.cwd());
