import { splitUrl } from './url.ts';

/** A request without its body, as every adapter hands it to the kernel. */
export interface MockRequest {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query as they stand in the URL. */
  readonly target: string;
  /** The value of one header, by its name in lower case. */
  header(name: string): string | null;
  /** All headers: a `Headers` object, or a flat `[name, value, …]` array. */
  readonly headers: Headers | readonly string[];
}

/** Takes a `Request` apart. */
export function mockRequestOf({ method, url, headers }: Request): MockRequest {
  return { method, ...splitUrl(url), header: (name) => headers.get(name), headers };
}
