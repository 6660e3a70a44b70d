import { type HttpHandler, http } from 'msw';
import { isApiPath } from '../kernel/router.ts';
import { rawProblemResponse } from '../message/response.ts';
import { splitTarget, splitUrl } from '../message/url.ts';
import { ConnectionReset, isTruncated, toResponse } from '../message/web-response.ts';
import { createMock as createBareMock, type Mock } from '../mock.ts';
import type { MockOptions } from '../mock-options.ts';

export interface HandlerOptions {
  /**
   * Responds only to requests to this origin, such as `https://api.example.com`.
   * @default every origin
   */
  origin?: string;
}

/**
 * The mock as handlers for `setupServer` and `setupWorker`. They respond to every path of the API under both mounts, and
 * leave all other paths to other handlers.
 * @throws RangeError if `origin` is not an origin.
 */
export function handlersOf(mock: Mock, options: HandlerOptions = {}): HttpHandler[] {
  const origin = options.origin === undefined ? undefined : originOf(options.origin);
  const isApi = ({ request }: { request: Request }): boolean => {
    const url = splitUrl(request.url);
    return isApiPath(splitTarget(url.target).pathname) && (origin === undefined || url.origin === origin);
  };
  // One handler for all methods, because `http.get` does not handle HEAD.
  return [http.all(isApi, ({ request }) => respond(mock, request))];
}

/** Normalises an origin as the URL of a request does: without a slash at the end or a default port. */
function originOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    throw new RangeError(`origin must be a scheme and a host, such as https://api.example.com, not ${text}`);
  return new URL(text).origin;
}

async function respond(mock: Mock, request: Request): Promise<Response> {
  try {
    const response = await mock.fetch(request);
    if (isTruncated(response) && !canTruncate()) return toResponse(cannotTruncate, request);
    return response;
  } catch (error) {
    // msw turns this into a network error.
    if (error instanceof ConnectionReset || request.signal.aborted) return Response.error();
    throw error;
  }
}

/**
 * Whether msw can pass on a body that breaks off. In a browser that cannot transfer streams to a service worker, msw reads
 * the body itself, fails, and never responds.
 */
function canTruncate(): boolean {
  if (!globalThis.navigator?.serviceWorker) return true;
  try {
    const body = new ReadableStream();
    new MessageChannel().port1.postMessage(body, [body]);
    return true;
  } catch {
    return false;
  }
}

const cannotTruncate = rawProblemResponse({
  type: 'about:blank',
  title: 'Not Implemented',
  status: 501,
  detail:
    'The fault truncated-body is armed, but this browser cannot pass a broken body to a service worker. Arm stored-not-answered instead, or use the mock over HTTP.',
});

/**
 * A mock with its handlers: `setupServer(...createMock().handlers)`.
 * @throws RangeError if `clock` or `origin` is not valid.
 * @throws StateError if `scenario` breaks the contract or its rules.
 */
export function createMock(options: MockOptions & HandlerOptions = {}): Mock & { readonly handlers: HttpHandler[] } {
  const mock = createBareMock(options);
  return Object.assign(mock, { handlers: handlersOf(mock, options) });
}
