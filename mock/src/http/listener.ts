import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { answerControl, CONTROL_PREFIX } from '../control/api.ts';
import type { GuardOptions } from '../control/guard.ts';
import { type ReadBody, streamBody } from '../message/body.ts';
import type { MockRequest } from '../message/request.ts';
import { headerPairs, type MockResponse, problemResponse, rawProblemResponse } from '../message/response.ts';
import { splitUrl } from '../message/url.ts';
import type { Mock } from '../mock.ts';
import { IncomingMockRequest, isPlain, receive, send } from './wire.ts';

/** Answers the requests of a server: plain ones straight from the socket, all others through the bridge to web requests. */
export class Listener {
  readonly #mock: Mock;
  readonly #scheme: string;
  readonly #guard: GuardOptions;
  readonly #bridge = getRequestListener((request, env) => this.#bridged(request, env as HttpBindings), {
    overrideGlobalObjects: false,
    errorHandler,
  });
  /** Answers that last until the client gives up. */
  readonly #unending = new Set<ServerResponse>();
  #due: { readonly outgoing: ServerResponse; readonly answer: MockResponse }[] = [];
  #retired = false;
  /** The Host seen last, and the origin it makes. */
  #last = { host: '', origin: '' };

  constructor(mock: Mock, scheme: string, guard: GuardOptions) {
    this.#mock = mock;
    this.#scheme = scheme;
    this.#guard = guard;
  }

  /** For node:http. */
  readonly handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (!isPlain(incoming) || isControl(incoming)) {
      this.#bridge(incoming, outgoing);
      return;
    }
    const asked = new IncomingMockRequest(incoming, this.#originOf(incoming.headers.host!), incoming.url!);
    receive(incoming, (readBody) => this.#answer(asked, readBody, outgoing));
  };

  /** Ends what lasts, and from now on tells every client to go. */
  retire(): void {
    this.#retired = true;
    for (const outgoing of this.#unending) outgoing.destroy();
  }

  async #bridged(request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> {
    if (isControl(incoming)) {
      const response = await answerControl(this.#mock, request, this.#guard);
      if (response.headers.get('content-type') === 'text/event-stream') this.#keepOpen(outgoing as ServerResponse);
      return response;
    }
    const { origin, target } = splitUrl(request.url);
    await this.#answer(
      new IncomingMockRequest(incoming, origin, target),
      streamBody(request),
      outgoing as ServerResponse,
    );
    return RESPONSE_ALREADY_SENT;
  }

  /** Waits only where there is something to wait for: a promise costs as much as a look-up. */
  #answer(asked: MockRequest, readBody: ReadBody, outgoing: ServerResponse): void | Promise<void> {
    const fail = (error: unknown) => {
      // Otherwise nobody is left to hear of it.
      if (!outgoing.destroyed) this.#give(outgoing, ownMistake(error));
    };
    try {
      const answered = this.#mock.answer(asked, readBody);
      if (answered instanceof Promise) return answered.then((answer) => this.#give(outgoing, answer)).catch(fail);
      this.#give(outgoing, answered);
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

  #originOf(host: string): string {
    if (host !== this.#last.host) this.#last = { host, origin: `${this.#scheme}://${host}` };
    return this.#last.origin;
  }
}

const isControl = ({ url }: IncomingMessage): boolean => url?.startsWith(CONTROL_PREFIX) === true;

/** What is HTTP but no URL is refused like any bad request. */
function errorHandler(error: unknown): Response {
  const detail = 'The request target or the Host header is not valid.';
  const { status, headers, body } =
    error instanceof RequestError
      ? problemResponse({ problem: 'invalid-request', detail, errors: [{ pointer: '#', detail }] })
      : ownMistake(error);
  return new Response(body, { status, headers: headerPairs(headers) });
}

/** The story is for who runs the mock; the caller learns only that there is one. */
function ownMistake(error: unknown): MockResponse {
  console.error(error);
  return rawProblemResponse({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'The mock failed; its log says how.',
  });
}
