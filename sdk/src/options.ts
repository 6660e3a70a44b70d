/** What any call takes beside its arguments. */
export interface CallOptions {
  /** Cancels the call. */
  signal?: AbortSignal;
  /** Added to the client's own headers; the call's win. */
  headers?: HeadersInit;
}
