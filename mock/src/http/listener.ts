import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { CONTROL_PREFIX, handleControlRequest } from '../control/api.ts';
import type { GuardOptions } from '../control/guard.ts';
import { headerPairs, type MockResponse, problemResponse, rawProblemResponse } from '../message/response.ts';
import type { Mock } from '../mock.ts';
import { mockRequestOf, readBody } from './request.ts';
import { send } from './response.ts';

/** Responds to the requests to a server: to those for the data API directly, to those for the control API as web requests. */
export class Listener {
  readonly #mock: Mock;
  readonly #scheme: string;
  readonly #control: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  /** Responses that last until the client disconnects. */
  readonly #endless = new Set<ServerResponse>();
  #ready: { readonly outgoing: ServerResponse; readonly response: MockResponse }[] = [];
  #isClosing = false;

  constructor(mock: Mock, scheme: string, guard: GuardOptions) {
    this.#mock = mock;
    this.#scheme = scheme;
    this.#control = getRequestListener(
      async (request, { outgoing }) => {
        const response = await handleControlRequest(mock, request, guard);
        const isStream = response.headers.get('content-type') === 'text/event-stream';
        if (isStream) this.#keepOpen(outgoing as ServerResponse);
        return response;
      },
      { overrideGlobalObjects: false, errorHandler },
    );
  }

  /** The listener for the `request` event of a server. */
  readonly handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (incoming.url?.startsWith(CONTROL_PREFIX)) this.#control(incoming, outgoing);
    // Without the bridge to web requests, GET takes a sixth of the processor time (16 µs, not 103) and POST an eighth.
    else this.#respond(incoming, outgoing);
  };

  /** Ends the endless responses, and from now on asks clients to disconnect after their response. */
  close(): void {
    this.#isClosing = true;
    for (const outgoing of this.#endless) outgoing.destroy();
  }

  async #respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const request = mockRequestOf(incoming, this.#scheme);
      const response = request ? await this.#mock.handle(request, () => readBody(incoming)) : invalidUrl();
      if (response.connectionFault === 'silence') this.#keepOpen(outgoing);
      else this.#sendSoon(outgoing, response);
    } catch (error) {
      // A client that has disconnected gets no response.
      if (!outgoing.destroyed) this.#sendSoon(outgoing, internalError(error));
    }
  }

  /** Sends the responses of one turn of the event loop together: sent one by one, GET takes 1.6 times the processor time. */
  #sendSoon(outgoing: ServerResponse, response: MockResponse): void {
    if (this.#ready.length === 0) setImmediate(this.#sendReady);
    this.#ready.push({ outgoing, response });
  }

  readonly #sendReady = (): void => {
    const ready = this.#ready;
    this.#ready = [];
    for (const { outgoing, response } of ready) {
      try {
        if (this.#isClosing) outgoing.setHeader('connection', 'close');
        send(outgoing, response);
      } catch (error) {
        // A response that cannot be sent must not hold back the others.
        console.error(error);
        outgoing.destroy();
      }
    }
  };

  #keepOpen(outgoing: ServerResponse): void {
    this.#endless.add(outgoing);
    outgoing.on('close', () => this.#endless.delete(outgoing));
  }
}

/** The response to a request that node:http accepts although its URL is not valid. */
function invalidUrl(): MockResponse {
  const detail = 'The request target or the Host header is not valid.';
  return problemResponse({ problem: 'invalid-request', detail, errors: [{ pointer: '#', detail }] });
}

function errorHandler(error: unknown): Response {
  const { status, headers, body } = error instanceof RequestError ? invalidUrl() : internalError(error);
  return new Response(body, { status, headers: headerPairs(headers) });
}

/** Logs the error in full. The response does not show it, because it may hold paths or other details of this machine. */
function internalError(error: unknown): MockResponse {
  console.error(error);
  return rawProblemResponse({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'The mock failed because of an internal error; see its log.',
  });
}
