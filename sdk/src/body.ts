/** How many bytes of a body are read: 8 MiB. A page of 100 records takes about 30 kB. */
const MAX_BYTES = 2 ** 23;

/**
 * Reads the text of a body. It is undefined if the body exceeds 8 MiB: the rest is not read, and the connection is
 * released. What counts are the bytes that arrive, decompressed, whatever Content-Length says. A response without a
 * stream, such as one of React Native or of a test, is read whole.
 */
export async function readText(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MAX_BYTES) return void reader.cancel().catch(() => {});
    text += decoder.decode(value, { stream: true });
  }
}
