import { toShownJson } from '../journal/control-characters.ts';
import type { Journal } from '../journal/journal.ts';

/** How many bytes may wait for a slow client. One that falls further behind is disconnected. */
const MAX_BUFFERED = 2 ** 20;

/**
 * Streams every new exchange as a server-sent event, until the stream is canceled, the signal aborts or the client is too slow.
 * @param onEnd called once when the stream ends, whatever the reason.
 */
export function eventStream(journal: Journal, signal: AbortSignal, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const unsubscribe = journal.subscribe((entry) => {
          const event = encoder.encode(`id: ${entry.seq}\ndata: ${toShownJson(entry)}\n\n`);
          if (event.length <= (controller.desiredSize ?? 0)) return controller.enqueue(event);
          stop();
          controller.error(
            new Error(`a client of the event stream was disconnected: it fell ${MAX_BUFFERED} bytes behind`),
          );
        });
        stop = () => {
          unsubscribe();
          signal.removeEventListener('abort', stop);
          onEnd();
        };
        signal.addEventListener('abort', stop);
        // A comment, sent at once so that the client knows that it is connected.
        controller.enqueue(encoder.encode(': connected\n\n'));
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_BUFFERED }),
  );
}
