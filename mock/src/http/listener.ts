import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { answerControl, CONTROL_PREFIX } from '../control/api.ts';
import type { GuardOptions } from '../control/guard.ts';
import type { ReadBody } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';
import { headerPairs, type MockResponse, problemResponse, rawProblemResponse } from '../message/response.ts';
import type { Mock } from '../mock.ts';
import { destinationOf, IncomingMockRequest, whenRead } from './request.ts';
import { send } from './response.ts';

/** Answers the requests of a server: those of the data API straight from node:http, those of the control API as web requests. */
export class Listener {
  readonly #mock: Mock;
  readonly #scheme: string;
  readonly #control: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  /** Answers that last until the client gives up. */
  readonly #unending = new Set<ServerResponse>();
  #due: { readonly outgoing: ServerResponse; readonly answer: MockResponse }[] = [];
  #retired = false;

  constructor(mock: Mock, scheme: string, guard: GuardOptions) {
    this.#mock = mock;
    this.#scheme = scheme;
    this.#control = getRequestListener(
      async (request, { outgoing }) => {
        const response = await answerControl(mock, request, guard);
        const isStream = response.headers.get('content-type') === 'text/event-stream';
        if (isStream) this.#keepOpen(outgoing as ServerResponse);
        return response;
      },
      { overrideGlobalObjects: false, errorHandler },
    );
  }

  /** For node:http. */
  readonly handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (incoming.url?.startsWith(CONTROL_PREFIX)) {
      this.#control(incoming, outgoing);
      return;
    }
    const destination = destinationOf(incoming, this.#scheme);
    if (!destination) {
      this.#give(outgoing, notAUrl());
      return;
    }
    const request = new IncomingMockRequest(incoming, destination);
    whenRead(incoming, (readBody) => this.#answer(request, readBody, outgoing));
  };

  /** Ends what lasts, and from now on tells every client to go. */
  retire(): void {
    this.#retired = true;
    for (const outgoing of this.#unending) outgoing.destroy();
  }

  /** Waits only where there is something to wait for: a promise costs as much as a look-up. */
  #answer(request: MockRequest, readBody: ReadBody, outgoing: ServerResponse): void {
    const fail = (error: unknown) => {
      // Otherwise nobody is left to hear of it.
      if (!outgoing.destroyed) this.#give(outgoing, ownMistake(error));
    };
    try {
      const answered = this.#mock.answer(request, readBody);
      if (answered instanceof Promise) answered.then((answer) => this.#give(outgoing, answer)).catch(fail);
      else this.#give(outgoing, answered);
    } catch (error) {
      fail(error);
    }
  }

  /**
   * Answers go out together at the end of a turn of the event loop, as Redis sends its replies: to wake the client for each
   * costs more than to make one.
   */
  #give(outgoing: ServerResponse, answer: MockResponse): void {
    if (answer.connectionFault === 'silence') {
      this.#keepOpen(outgoing);
      return;
    }
    if (this.#due.length === 0) setImmediate(this.#sendDue);
    this.#due.push({ outgoing, answer });
  }

  readonly #sendDue = (): void => {
    const due = this.#due;
    this.#due = [];
    for (const { outgoing, answer } of due) {
      try {
        if (this.#retired) outgoing.setHeader('connection', 'close');
        send(outgoing, answer);
      } catch (error) {
        // One that cannot be sent must not keep the others.
        console.error(error);
        outgoing.destroy();
      }
    }
  };

  #keepOpen(outgoing: ServerResponse): void {
    this.#unending.add(outgoing);
    outgoing.on('close', () => this.#unending.delete(outgoing));
  }
}

/** What is HTTP but no URL is refused like any bad request. */
function notAUrl(): MockResponse {
  const detail = 'The request target or the Host header is not valid.';
  return problemResponse({ problem: 'invalid-request', detail, errors: [{ pointer: '#', detail }] });
}

function errorHandler(error: unknown): Response {
  const { status, headers, body } = error instanceof RequestError ? notAUrl() : ownMistake(error);
  return new Response(body, { status, headers: headerPairs(headers) });
}

/** Logged in full; the client gets a generic 500, so that nothing leaks. */
function ownMistake(error: unknown): MockResponse {
  console.error(error);
  return rawProblemResponse({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'The mock failed; its log says how.',
  });
}
