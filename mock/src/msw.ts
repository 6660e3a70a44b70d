import { type HttpHandler, http } from 'msw';
import { createMock as createBareMock, type Mock, type MockOptions } from './mock.ts';
import { ConnectionReset } from './response.ts';
import { isOurs } from './router.ts';
import { splitTarget, splitUrl } from './url.ts';

export interface HandlerOptions {
  /** Only requests to this origin are answered, such as `https://api.example.com`; those to any origin unless given. */
  origin?: string;
}

/**
 * The mock as handlers for `setupServer` and `setupWorker`. It answers every path of the API under both mounts and leaves
 * all others alone. One handler for all of them: each that msw tries costs time, and `http.get` would not answer HEAD.
 */
export function handlersOf(mock: Mock, { origin }: HandlerOptions = {}): HttpHandler[] {
  const isApi = ({ request }: { request: Request }): boolean => {
    const url = splitUrl(request.url);
    return isOurs(splitTarget(url.target).pathname) && (origin === undefined || url.origin === origin);
  };
  return [http.all(isApi, ({ request }) => mock.fetch(request).catch((error) => networkError(request, error)))];
}

/** What msw takes for a connection that broke, or that its caller gave up. */
function networkError({ signal }: Request, error: unknown): Response {
  if (error instanceof ConnectionReset || signal.aborted) return Response.error();
  throw error;
}

/** A mock with its handlers: `setupServer(...createMock().handlers)`. Throws as the bare one does. */
export function createMock(options: MockOptions & HandlerOptions = {}): Mock & { readonly handlers: HttpHandler[] } {
  const mock = createBareMock(options);
  return Object.assign(mock, { handlers: handlersOf(mock, options) });
}
