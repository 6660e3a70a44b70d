/** A request as a check describes it. */
export interface RequestSpec {
  method: string;
  /** Relative to the server URL, with the query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** Whether to leave out the headers given by the user, so that the request carries no credentials. @default false */
  bare?: boolean;
}

/** Whether a method changes nothing, so that the request can be aborted or sent again. */
export const isRead = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** A JSON body with its content type. */
export const json = (value: unknown): Pick<RequestSpec, 'headers' | 'body'> => jsonText(JSON.stringify(value));

/** A text that is sent as JSON, whether it is valid or not. */
export const jsonText = (body: string): Pick<RequestSpec, 'headers' | 'body'> => ({
  headers: { 'content-type': 'application/json' },
  body,
});
