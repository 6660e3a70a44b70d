import { parse } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: a piece of an OpenAPI document, which is linted before it is read.
export type Node = any;

type Provenance = 'documented' | 'derived' | 'chosen';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  description: string;
  schema: Schema;
}

interface Body {
  content: Record<string, { schema: Schema; examples?: Record<string, { $ref?: string; value?: unknown }> }>;
}

export interface Rule {
  heading: string;
  sentence: string;
  provenance: Provenance;
  operation?: string;
  source?: string;
}

/** An operation of the contract, its references followed as far as the generator needs them. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  /** The name of the request body's schema. */
  body?: string;
  success: { status: number; schema: string };
  problems: string[];
  /** The source document's own request and response. */
  documented: { request?: unknown; response: unknown };
}

interface Problem {
  slug: string;
  status: number;
  title: string;
  schema: string;
  description: string;
}

/** What the generator reads in `openapi.yaml`: the document itself, and the views that more than one file is written from. */
export interface Contract {
  document: Node;
  server: { origin: string; mounts: string[] };
  bodyLimit: number;
  schemas: Record<string, Schema>;
  operations: Operation[];
  problems: Problem[];
  rules: Record<string, Rule>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
export const PROBLEM_URN = 'urn:problem:referral-codes:';

/** Reads the text of `openapi.yaml`. Throws an Error that names the operation or schema it cannot use. */
export function readContract(text: string): Contract {
  const document: Node = parse(text);
  const resolve = <T>(value: T & { $ref?: string }): T => {
    if (!value.$ref) return value;
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce((node: Node, key: string) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    if (!found) throw new Error(`openapi.yaml: ${value.$ref} refers to nothing`);
    return found as T;
  };

  const schemas: Record<string, Schema> = document.components.schemas;
  const problems = Object.entries(schemas).flatMap(([name, schema]) => problemOf(name, schema));
  const slugOf = (schema: Schema): string[] =>
    schema.oneOf
      ? schema.oneOf.flatMap(slugOf)
      : problems.filter((problem) => problem.schema === refName(schema)).map((problem) => problem.slug);

  const operations: Operation[] = [];
  for (const [path, item] of Object.entries<Record<string, Node>>(document.paths)) {
    for (const method of METHODS.filter((candidate) => candidate in item)) {
      const operation = item[method];
      const responses = Object.entries<Body>(operation.responses).map(
        ([status, response]) => [Number(status), resolve(response)] as const,
      );
      const success = responses.find(([status]) => status < 300);
      if (!success) throw new Error(`openapi.yaml: ${operation.operationId} has no 2xx response`);
      const media = mediaOf(success[1], operation.operationId);
      const request = operation.requestBody && mediaOf(resolve<Body>(operation.requestBody), operation.operationId);
      const documented = (body: typeof media) => body.examples?.documented && resolve(body.examples.documented).value;
      operations.push({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        summary: operation.summary,
        description: operation.description,
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve<Parameter>),
        ...(request && { body: refName(request.schema) }),
        success: { status: success[0], schema: refName(media.schema) },
        problems: responses
          .filter(([status]) => status >= 400)
          .flatMap(([, response]) => slugOf(mediaOf(response, operation.operationId).schema)),
        documented: { ...(request && { request: documented(request) }), response: documented(media) },
      });
    }
  }

  const { variables } = document.servers[0];
  return {
    document,
    server: { origin: variables.origin.default, mounts: variables.mount.enum },
    bodyLimit: document['x-body-limit'],
    schemas,
    operations,
    problems,
    rules: document['x-rules'],
  };
}

function problemOf(name: string, schema: Schema): Problem[] {
  const urn = schema.properties?.type?.const;
  if (typeof urn !== 'string' || !urn.startsWith(PROBLEM_URN)) return [];
  return [
    {
      slug: urn.slice(PROBLEM_URN.length),
      status: Number(schema.properties?.status?.const),
      title: schema.title ?? name,
      schema: name,
      description: schema.description ?? '',
    },
  ];
}

function mediaOf(body: Body, operationId: string) {
  const media = Object.values(body.content ?? {})[0];
  if (!media) throw new Error(`openapi.yaml: ${operationId} has a body without content`);
  return media;
}

/** The name a schema has under components; the generator writes types for named schemas only. */
export function refName(schema: Schema): string {
  const name = schema.$ref?.match(/^#\/components\/schemas\/(\w+)$/)?.[1];
  if (!name)
    throw new Error(`openapi.yaml: give this schema a name under components/schemas: ${JSON.stringify(schema)}`);
  return name;
}

/** A schema, its reference followed. */
export function schemaOf(contract: Contract, schema: Schema): Schema {
  return schema.$ref ? { ...contract.schemas[refName(schema)] } : schema;
}
