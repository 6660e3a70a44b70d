/** How a client is set up. */
export interface ClientOptions {
  /** The server URL: origin and mount, as the contract's `servers` has it. Default: the documented mount on the page's own origin. */
  baseUrl?: string;
  /** Called in place of `fetch`. Default: `globalThis.fetch` as it is at each call, so that an interceptor may start later. */
  fetch?: Fetch;
  /** Sent with every request. */
  headers?: HeadersInit;
}

/** What any call takes beside its arguments. */
export interface CallOptions {
  /** Cancels the call. */
  signal?: AbortSignal;
  /** Added to the client's own headers; the call's win. */
  headers?: HeadersInit;
}

/** What the client needs of a fetch. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
