/** Thrown when the mock rejects a request, or when a name cannot be part of a URL; `message` gives the reason. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** The HTTP status of the response; 400 if the client did not send the request. */
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** What openapi-fetch resolves with. */
export interface Result<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** Resolves with the data of a successful response. Rejects with a ControlError otherwise. */
export async function dataOf<T>(result: Promise<Result<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await result;
  if (response.ok && data != null) return data;
  const { detail = `${response.url} responded with the status ${response.status}; is this a mock?` } = Object(error);
  throw new ControlError(response.status, String(detail));
}

/** Resolves once the mock has done what it was asked to. Rejects with a ControlError otherwise. */
export async function done(result: Promise<Result<unknown>>): Promise<void> {
  const { response } = await result;
  if (!response.ok) await dataOf(result);
}

/** Resolves with the text of a successful response, for which openapi-fetch gives no data if it is empty. */
export async function textOf(result: Promise<Result<string>>): Promise<string> {
  await done(result);
  return (await result).data ?? '';
}
