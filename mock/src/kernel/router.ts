import { mounts, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';

/** A path of the API under one mount, and the operation of each method there. */
interface Route {
  readonly mount: string;
  readonly methods: ReadonlyMap<string, OperationId>;
  /** The value of the Allow header, for 405 and OPTIONS. */
  readonly allow: string;
}

export interface FoundRoute {
  readonly route: Route;
  /** The path parameters, decoded. One that cannot be decoded stays as it was sent; no record has such an id. */
  readonly path: Readonly<Record<string, string>>;
}

interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly route: Route;
}

/** Paths without parameters. They take precedence: `/active` is not the id of a record. */
const exact = new Map<string, Route>();
const templates: Template[] = [];

for (const template of new Set(Object.values(operations).map(({ path }) => path))) {
  for (const mount of mounts) {
    const route = routeOf(template, mount);
    if (template.includes('{')) templates.push(compile(mount + template, route));
    else exact.set(mount + template, route);
  }
}

/** The route of a path as it stands in a URL; undefined if the API has none. */
export function findRoute(pathname: string): FoundRoute | undefined {
  const route = exact.get(pathname);
  if (route) return { route, path: {} };
  for (const { pattern, names, route } of templates) {
    const match = pattern.exec(pathname);
    if (match) return { route, path: parameters(names, match) };
  }
  return undefined;
}

/** The paths of all operations up to their first parameter, under each mount. */
const prefixes = new Set(
  Object.values(operations).flatMap(({ path }) => mounts.map((mount) => mount + path.split('/{', 1))),
);

/** Whether a path belongs to the API, also if no operation has it. */
export const isApiPath = (pathname: string): boolean =>
  [...prefixes].some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`));

function routeOf(template: string, mount: string): Route {
  const here = Object.entries<Operation>(operations).filter(([, { path }]) => path === template);
  const methods = new Map(here.map(([id, { method }]) => [method, id as OperationId]));
  const get = methods.get('GET');
  if (get) methods.set('HEAD', get);
  return { mount, methods, allow: [...methods.keys(), 'OPTIONS'].join(', ') };
}

function compile(template: string, route: Route): Template {
  const names: string[] = [];
  const source = template.replaceAll(/\{(\w+)\}|[.*+?^$()|[\]\\]/g, (text, name?: string) => {
    if (!name) return `\\${text}`;
    names.push(name);
    return '([^/]+)';
  });
  return { pattern: new RegExp(`^${source}$`), names, route };
}

function parameters(names: readonly string[], [, ...values]: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, decode(values[index] ?? '')]));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
