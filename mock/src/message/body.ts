import { bodyLimit } from '@referral-codes/sdk/contract';

/** Reads a request's body, or answers undefined where it is longer than the contract's limit. Rejects where the sender goes away. */
export type ReadBody = () => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Reads through the web stream, which any Request has; a body that never ends is cut at the limit. */
export const streamBody =
  (request: Request, limit: number = bodyLimit) =>
  async (): Promise<Uint8Array | undefined> => {
    if (!request.body) return new Uint8Array();
    const reader = request.body.getReader();
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return join(chunks, length);
      length += value.length;
      if (length > limit) {
        reader.cancel().catch(() => {}); // It is refused whether or not the sender hears of it.
        return undefined;
      }
      chunks.push(value);
    }
  };

export function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
