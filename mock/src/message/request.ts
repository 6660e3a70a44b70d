import { splitUrl } from './url.ts';

/** A request without its body, as every adapter hands it to the kernel. */
export interface MockRequest {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query as they stand in the URL. */
  readonly target: string;
  /** All headers: a `Headers` object, or the flat `[name, value, …]` list of node:http. */
  readonly headers: Headers | readonly string[];
  /** The value of one header, by its name in lower case. */
  header(name: string): string | null;
}

/** A `Request` without its body. */
export function mockRequestOf({ method, url, headers }: Request): MockRequest {
  return { method, ...splitUrl(url), headers, header: (name) => headers.get(name) };
}
