import type { MockResponse } from './response.ts';

/** An armed fault broke the connection; over the network, `fetch` would reject with a TypeError, too. */
export class ConnectionReset extends TypeError {
  override readonly name = 'ConnectionReset';
}

/**
 * Carries a response out as `fetch` would: as a Response, also one whose body breaks off, or as a promise that stays pending
 * until the caller aborts.
 * @throws ConnectionReset if a fault breaks the connection before the response.
 */
export function toResponse(
  { status, headers, body, connectionFault }: MockResponse,
  request: Request,
): Response | Promise<Response> {
  if (connectionFault === 'reset') throw new ConnectionReset('an armed fault reset the connection');
  if (connectionFault === 'silence') return orAborted(new Promise(() => {}), request);
  if (connectionFault !== 'truncate' || body === null) return new Response(body, { status, headers });
  const response = new Response(brokenOff(body), { status, headers });
  // As over HTTP. When msw 3 sends it through a socket, only this length shows that the rest is missing.
  response.headers.set('content-length', String(new TextEncoder().encode(body).length));
  truncated.add(response);
  return response;
}

/** Keeps requests alive: once a Request is garbage-collected, Node no longer aborts its signal, listeners or not. */
const pending = new Set<Request>();

/** Settles as the response does, or rejects as `fetch` does if the request is aborted before. */
export function orAborted<T>(response: Promise<T>, request: Request): Promise<T> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    const end = () => {
      pending.delete(request);
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    pending.add(request);
    signal.addEventListener('abort', abort);
    response.finally(end).then(resolve, reject);
  });
}

const truncated = new WeakSet<Response>();

/** Whether a fault breaks off the body of this Response. */
export const isTruncated = (response: Response): boolean => truncated.has(response);

/** The part of a body that arrives before a fault breaks it off. */
export const firstHalf = (body: string): string => body.slice(0, Math.floor(body.length / 2));

/** A stream of the first half that then fails, once the half was taken: failing at once would discard it. */
function brokenOff(body: string): ReadableStream<Uint8Array> {
  let isTaken = false;
  return new ReadableStream(
    {
      pull(controller) {
        if (isTaken) controller.error(new ConnectionReset('an armed fault broke the body off'));
        else controller.enqueue(new TextEncoder().encode(firstHalf(body)));
        isTaken = true;
      },
    },
    { highWaterMark: 0 },
  );
}
