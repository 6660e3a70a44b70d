import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Contract, type Node, readContract } from './generate/contract.ts';
import { levelOf } from './generate/rules.ts';
import { required } from './required.ts';
import { parseSourceDocument } from './source-document.ts';

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8');
const contractText = await read('openapi.yaml');
const sourceText = await read('docs/source/referral-code-records.txt');
const contract = readContract(contractText);

/** All differences between the contract and the source document, one sentence each. */
function drift(contract: Contract, sourceText: string): string[] {
  const source = parseSourceDocument(sourceText);
  const found: string[] = [];
  const hold = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      found.push(`${what}: ${JSON.stringify(ours)} is not ${JSON.stringify(theirs)}`);
  };
  hold('the base path', contract.server.mounts[0], source.title.basePath);
  hold('the number of endpoints', contract.operations.length, source.title.count);
  hold('the endpoints listed', source.endpoints.length, source.title.count);
  for (const endpoint of source.endpoints) {
    const path = endpoint.url.slice(source.title.basePath.length).replaceAll(/:(\w+)/g, '{$1}');
    const operation = contract.operations.find((one) => one.method === endpoint.method && one.path === path);
    const name = `${endpoint.method} ${path}`;
    if (!operation) {
      found.push(`${name} is not in the contract`);
      continue;
    }
    hold(`${name}, base path`, endpoint.url.slice(0, source.title.basePath.length), source.title.basePath);
    hold(`${name}, description`, operation.summary, endpoint.description);
    hold(`${name}, access`, endpoint.access, 'Public');
    hold(`${name}, request`, operation.documented.request, endpoint.request);
    hold(`${name}, response`, operation.documented.response, endpoint.response);
  }
  for (const [id, rule] of Object.entries(contract.rules)) {
    if (rule.provenance === 'documented' && !sourceText.split('\n').some((line) => line.trim() === rule.source))
      found.push(`rule ${id} quotes a line the source document does not have: ${rule.source}`);
  }
  return found;
}

describe('the contract and its source document', () => {
  it('agree on every endpoint, description and example', () => {
    expect(drift(contract, sourceText)).toEqual([]);
  });

  const examples = contract.operations.flatMap(({ id, documented }) =>
    Object.entries(documented).map(([kind, value]) => [id, kind as 'request' | 'response', value] as const),
  );
  it.each(examples)('drift when one character of the %s %s changes in the contract', (id, kind, value) => {
    for (const changed of everyChange(value)) {
      const copy = structuredClone(contract);
      required(copy.operations.find((operation) => operation.id === id)).documented[kind] = changed;
      expect(drift(copy, sourceText).join()).toContain(kind);
    }
  });

  it('drift when one character of any line changes in the source document', () => {
    const body = sourceText.slice(0, sourceText.indexOf('Additional Metadata'));
    for (let index = 0; index < body.length; index++) {
      if (!/[A-Za-z0-9]/.test(body.charAt(index))) continue;
      const changed = `${sourceText.slice(0, index)}${body[index] === '7' ? '8' : '7'}${sourceText.slice(index + 1)}`;
      const noticed = () => drift(contract, changed).length > 0;
      expect(fails(noticed) || noticed(), `character ${index}: ${sourceText.slice(index - 20, index + 20)}`).toBe(true);
    }
  });
});

describe('the contract', () => {
  it('has a provenance for every operation, parameter, response, schema and property', () => {
    const unsaid = statements(parse(contractText)).filter(
      ({ provenance }) => !['documented', 'derived', 'chosen'].includes(provenance as string),
    );
    expect(unsaid.map(({ where }) => where)).toEqual([]);
  });

  it.each(Object.entries(contract.rules))('states %s in one sentence whose verb is its level', (_id, rule) => {
    expect(rule.sentence).toMatch(/\.$/);
    expect(rule.sentence.match(/\b(MUST|SHOULD)\b/)?.[0]).toBe(levelOf(rule));
    expect(rule.sentence).not.toMatch(levelOf(rule) === 'MUST' ? /SHOULD/ : /MUST/);
    expect(rule.source === undefined).toBe(rule.provenance !== 'documented');
    if (rule.operation) expect(contract.operations.map(({ id }) => id)).toContain(rule.operation);
  });

  it('has as many operations and rules as the picture in the README says', async () => {
    const counts = `${contract.operations.length} operations · ${Object.keys(contract.rules).length} rules`;
    expect(await read('docs/overview.svg')).toContain(counts);
  });

  it('uses every component it declares', () => {
    const { components } = parse(contractText);
    const declared = Object.entries<object>(components).flatMap(([kind, entries]) =>
      Object.keys(entries).map((name) => `#/components/${kind}/${name}`),
    );
    expect(declared.filter((reference) => !contractText.includes(`'${reference}'`))).toEqual([]);
  });
});

function everyChange(value: unknown): unknown[] {
  const text = JSON.stringify(value);
  return [...text].flatMap((character, index) => {
    if (!/[A-Za-z0-9]/.test(character)) return [];
    try {
      return [JSON.parse(`${text.slice(0, index)}${character === '7' ? '8' : '7'}${text.slice(index + 1)}`)];
    } catch {
      return [];
    }
  });
}

function fails(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

interface Statement {
  where: string;
  provenance: unknown;
}

/** The statements of an OpenAPI document, each of which must have a provenance. */
function statements(document: Node): Statement[] {
  const found: Statement[] = [];
  const add = (where: string, node: Record<string, unknown>) => {
    if (!('$ref' in node && Object.keys(node).length === 1)) found.push({ where, provenance: node['x-provenance'] });
  };
  const properties = (where: string, node: Record<string, Node>) => {
    for (const [key, value] of Object.entries<Record<string, Node>>(node.properties ?? {})) {
      // The constants of a problem have the provenance of its schema.
      if (!(Object.keys(value).length === 1 && 'const' in value)) add(`${where}.${key}`, value);
      properties(`${where}.${key}`, value);
      if (value.items) properties(`${where}.${key}[]`, value.items);
    }
  };
  for (const server of document.servers) {
    add(server.url, server);
    for (const [name, variable] of Object.entries<Record<string, unknown>>(server.variables)) add(name, variable);
  }
  for (const [path, item] of Object.entries<Record<string, Node>>(document.paths)) {
    for (const parameter of item.parameters ?? []) add(`${path} ${parameter.name}`, parameter);
    for (const [method, operation] of Object.entries<Record<string, Node>>(item)) {
      if (method === 'parameters') continue;
      const name = operation.operationId;
      add(name, operation);
      if (operation.requestBody) add(`${name} body`, operation.requestBody);
      for (const parameter of operation.parameters ?? []) add(`${name} ${parameter.name}`, parameter);
      for (const [status, response] of Object.entries<Record<string, Node>>(operation.responses)) {
        add(`${name} ${status}`, response);
        for (const [header, value] of Object.entries<Record<string, unknown>>(response.headers ?? {}))
          add(`${name} ${status} ${header}`, value);
      }
    }
  }
  for (const [name, response] of Object.entries<Record<string, unknown>>(document.components.responses))
    add(name, response);
  for (const [name, schema] of Object.entries<Record<string, Node>>(document.components.schemas)) {
    add(name, schema);
    properties(name, schema);
  }
  for (const [id, rule] of Object.entries<Record<string, unknown>>(document['x-rules']))
    found.push({ where: id, provenance: rule.provenance });
  return found;
}
