import { headerPairs, type MockResponse } from './response.ts';

/** The connection broke before an answer, as a fault had it; what `fetch` throws then. */
export class ConnectionReset extends TypeError {
  override readonly name = 'ConnectionReset';
}

/**
 * What `fetch` makes of an answer: a Response, a rejection where the wire breaks off before it, one whose body breaks off,
 * or nothing until the caller gives up.
 */
export function toResponse(
  { status, headers, body, connectionFault: wire }: MockResponse,
  request: Request,
): Response | Promise<Response> {
  if (wire === 'reset') throw new ConnectionReset('the connection was reset, as a fault had it');
  if (wire === 'silence') return orAborted(new Promise(() => {}), request);
  if (wire !== 'truncate' || body === null) return new Response(body, { status, headers: headerPairs(headers) });
  const response = new Response(brokenOff(body), { status, headers: headerPairs(headers) });
  // Announced whole, as over HTTP: msw 3 puts it on a wire, where nothing else tells that the rest is missing.
  response.headers.set('content-length', String(new TextEncoder().encode(body).length));
  broken.add(response);
  return response;
}

/** Kept, since Node no longer tells of an abort once it has collected the Request, which listeners do not prevent. */
const waiting = new Set<Request>();

/** An answer that is waited for until the request is given up; then it rejects as `fetch` does. */
export function orAborted<T>(answer: Promise<T>, request: Request): Promise<T> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    const over = () => {
      waiting.delete(request);
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = () => {
      over();
      reject(signal.reason);
    };
    waiting.add(request);
    signal.addEventListener('abort', giveUp);
    answer.finally(over).then(resolve, reject);
  });
}

const broken = new WeakSet<Response>();

/** Whether a fault breaks off the body of this Response. */
export const isCutOff = (response: Response): boolean => broken.has(response);

/** How much of a body comes through before the wire breaks. */
export const half = (body: string): string => body.slice(0, body.length >> 1);

/** Hands out half and then fails, once half was taken: a stream that fails at once loses what it held. */
function brokenOff(body: string): ReadableStream<Uint8Array> {
  let given = false;
  return new ReadableStream(
    {
      pull(controller) {
        if (given) controller.error(new ConnectionReset('the body was broken off, as a fault had it'));
        else controller.enqueue(new TextEncoder().encode(half(body)));
        given = true;
      },
    },
    { highWaterMark: 0 },
  );
}
