import { mounts, type Operation, type OperationId, operations } from '@referral-codes/sdk/contract';

/** A path of the API below one mount, and what answers each method there. */
interface Route {
  readonly mount: string;
  readonly methods: ReadonlyMap<string, OperationId>;
  /** What 405 and OPTIONS name. */
  readonly allow: string;
}

export interface Match {
  readonly route: Route;
  /** The path parameters, decoded; one that cannot be decoded stays as it came, and names nothing. */
  readonly path: Readonly<Record<string, string>>;
}

interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly route: Route;
}

const NO_PARAMETERS = {};
const exact = new Map<string, Route>();
const templates: Template[] = [];

for (const template of new Set(Object.values(operations).map(({ path }) => path))) {
  for (const mount of mounts) {
    const route = routeOf(template, mount);
    if (template.includes('{')) templates.push(compile(mount + template, route));
    else exact.set(mount + template, route);
  }
}

/** The route of a path as it stands in a URL, if it is one of the API's. */
export function match(pathname: string): Match | undefined {
  const route = exact.get(pathname);
  if (route) return { route, path: NO_PARAMETERS };
  for (const { pattern, names, route } of templates) {
    const found = pattern.exec(pathname);
    if (found) return { route, path: parameters(names, found) };
  }
  return undefined;
}

/** What every path of the API begins with. */
const base = Object.values(operations)
  .map(({ path }) => path.split('/'))
  .reduce((shared, path) => shared.slice(0, shared.findIndex((part, index) => part !== path[index]) >>> 0))
  .join('/');

/** Whether the API lives at a path or above it; every other path is somebody else's. */
export const isOurs = (pathname: string): boolean =>
  mounts.some((mount) => pathname === mount + base || pathname.startsWith(`${mount}${base}/`));

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

function parameters(names: readonly string[], found: RegExpExecArray): Record<string, string> {
  const path: Record<string, string> = {};
  for (let index = 0; index < names.length; index++) path[names[index]!] = decode(found[index + 1]!);
  return path;
}

function decode(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
