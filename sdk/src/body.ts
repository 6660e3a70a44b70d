/** How many bytes of a body are read: 8 MiB. A page of 100 records takes about 30 kB. */
const LARGEST = 2 ** 23;

/**
 * The text of a body, or undefined when it is larger than 8 MiB: the rest is not read, and its connection is let go.
 * What counts are the bytes that arrive, decompressed, whatever Content-Length says. A response without a stream, such as
 * one of React Native or of a test, is read whole.
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
    if (size > LARGEST) return void reader.cancel().catch(() => {});
    text += decoder.decode(value, { stream: true });
  }
}
