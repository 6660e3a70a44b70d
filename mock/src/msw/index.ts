import { type HttpHandler, http } from 'msw';
import { isOurs } from '../kernel/router.ts';
import { rawProblemResponse } from '../message/response.ts';
import { splitTarget, splitUrl } from '../message/url.ts';
import { ConnectionReset, isCutOff, toResponse } from '../message/web-response.ts';
import { createMock as createBareMock, type Mock } from '../mock.ts';
import type { MockOptions } from '../mock-options.ts';

export interface HandlerOptions {
  /** Only requests to this origin are answered, such as `https://api.example.com`; those to any origin unless given. */
  origin?: string;
}

/**
 * The mock as handlers for `setupServer` and `setupWorker`. It answers every path of the API under both mounts and leaves
 * all others alone. One handler for all of them: each that msw tries costs time, and `http.get` would not answer HEAD.
 * Throws a RangeError where `origin` is none.
 */
export function handlersOf(mock: Mock, options: HandlerOptions = {}): HttpHandler[] {
  const origin = options.origin === undefined ? undefined : originOf(options.origin);
  const isApi = ({ request }: { request: Request }): boolean => {
    const url = splitUrl(request.url);
    return isOurs(splitTarget(url.target).pathname) && (origin === undefined || url.origin === origin);
  };
  return [http.all(isApi, ({ request }) => respond(mock, request))];
}

/** As a request's URL has it, without the slash or the default port somebody may have put there. */
function originOf(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    throw new RangeError(`origin is a scheme and a host, such as https://api.example.com, not ${text}`);
  return new URL(text).origin;
}

async function respond(mock: Mock, request: Request): Promise<Response> {
  try {
    const response = await mock.fetch(request);
    if (isCutOff(response) && !canBreakOff()) return toResponse(cannotBreakOff, request);
    return response;
  } catch (error) {
    // What msw takes for a connection that broke, or that its caller gave up.
    if (error instanceof ConnectionReset || request.signal.aborted) return Response.error();
    throw error;
  }
}

/**
 * Whether msw can pass on a body that breaks off. In a page whose browser transfers no streams it reads the body itself,
 * fails, and never answers.
 */
function canBreakOff(): boolean {
  if (!globalThis.navigator?.serviceWorker) return true;
  try {
    const body = new ReadableStream();
    new MessageChannel().port1.postMessage(body, [body]);
    return true;
  } catch {
    return false;
  }
}

const cannotBreakOff = rawProblemResponse({
  type: 'about:blank',
  title: 'Not Implemented',
  status: 501,
  detail:
    'A truncated-body was due, and this browser cannot hand one to a service worker. Arm stored-not-answered here, or ask the mock over HTTP.',
});

/** A mock with its handlers: `setupServer(...createMock().handlers)`. Throws as `createMock` of the package and `handlersOf` do. */
export function createMock(options: MockOptions & HandlerOptions = {}): Mock & { readonly handlers: HttpHandler[] } {
  const mock = createBareMock(options);
  return Object.assign(mock, { handlers: handlersOf(mock, options) });
}
