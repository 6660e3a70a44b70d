import { parse } from 'yaml';
import { HEADER, union } from './text.ts';

const METHODS = ['get', 'post', 'put', 'delete'];

/** `control.ts`: the operations of the mock's control API, and its document to serve. */
export function controlFile(text: string): string {
  const document = parse(text);
  const operations = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({ id: item[method]!.operationId, method, path })),
  );
  const table = Object.fromEntries(
    operations.map(({ id, method, path }) => [id, { method: method.toUpperCase(), path }]),
  );
  return `${HEADER.replace('openapi.yaml', 'mock/control.yaml')}
export type ControlId =${union(operations.map(({ id }) => id))};

/** Below \`/__mock\`; \`{name}\` stands for a path parameter. */
export const controlOperations = ${JSON.stringify(table, null, 2)} as const satisfies Record<ControlId, { method: string; path: string }>;

/** The OpenAPI document of the control API. */
export const controlDocument: object = ${JSON.stringify(document)};
`;
}
