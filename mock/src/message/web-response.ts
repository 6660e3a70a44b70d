import { headerPairs, type MockResponse } from './response.ts';

/** Thrown if an armed fault breaks the connection. A TypeError, as `fetch` throws for a broken connection. */
export class ConnectionReset extends TypeError {
  override readonly name = 'ConnectionReset';
}

/**
 * Resolves with a response as `fetch` does, or does what its connection fault demands: the body breaks off, or the promise
 * stays pending until the caller aborts the request.
 * @throws ConnectionReset if a fault breaks the connection before the response.
 */
export async function toResponse(
  { status, headers, body, connectionFault }: MockResponse,
  request: Request,
): Promise<Response> {
  if (connectionFault === 'reset') throw new ConnectionReset('an armed fault reset the connection');
  if (connectionFault === 'silence') return orAborted(new Promise(() => {}), request);
  const init = { status, headers: headerPairs(headers) };
  if (connectionFault !== 'truncate' || body === null) return new Response(body, init);
  const response = new Response(brokenOff(body), init);
  // As over HTTP. When msw 3 sends it through a socket, only this length shows that the rest is missing.
  response.headers.set('content-length', String(new TextEncoder().encode(body).length));
  truncated.add(response);
  return response;
}

/** Keeps requests alive: when a Request is garbage-collected, Node no longer aborts its signal, even if it has listeners. */
const pending = new Set<Request>();

/** Settles as the response does, or rejects with the signal's reason if the request is aborted before that. */
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

/** A stream of the first half, which fails when more is read. If it failed at once, the first half would be discarded. */
function brokenOff(body: string): ReadableStream<Uint8Array> {
  let isTaken = false;
  return new ReadableStream(
    {
      pull(controller) {
        if (isTaken) controller.error(new ConnectionReset('an armed fault cut the body short'));
        else controller.enqueue(new TextEncoder().encode(firstHalf(body)));
        isTaken = true;
      },
    },
    { highWaterMark: 0 },
  );
}
