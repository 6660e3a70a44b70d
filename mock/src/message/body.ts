import { bodyLimit } from '@referral-codes/sdk/contract';

/**
 * Reads a request's body. Resolves with undefined if it is longer than the contract's limit.
 * @throws the stream's error if the client disconnects.
 */
export type ReadBody = () => Promise<Uint8Array | undefined>;

/** Reads the body of a `Request`. One that never ends is no longer read once it exceeds `limit` bytes. */
export const streamBody =
  (request: Request, limit: number = bodyLimit): ReadBody =>
  async () => {
    if (!request.body) return new Uint8Array();
    const reader = request.body.getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return join(chunks, length);
      length += value.length;
      if (length > limit) {
        reader.cancel().catch(() => {}); // The body is refused even if the sender cannot be told.
        return undefined;
      }
      chunks.push(value);
    }
  };

/** The chunks as one array of `length` bytes. */
export function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
