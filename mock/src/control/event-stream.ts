import { toShownJson } from '../journal/control-characters.ts';
import type { Journal } from '../journal/journal.ts';

/** How many bytes may wait for a reader. One that falls further behind is disconnected. */
const MOST_WAITING = 2 ** 20;

/** Every exchange from now on as server-sent events, until it is cancelled, the signal aborts or its reader is too slow. */
export function eventsOf(journal: Journal, signal: AbortSignal, ended: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let leave = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const unsubscribe = journal.subscribe((entry) => {
          const event = encoder.encode(`id: ${entry.seq}\ndata: ${toShownJson(entry)}\n\n`);
          if (event.length <= (controller.desiredSize ?? 0)) return controller.enqueue(event);
          leave();
          controller.error(new Error(`a reader of events fell ${MOST_WAITING} bytes behind and was disconnected`));
        });
        leave = () => {
          unsubscribe();
          signal.removeEventListener('abort', leave);
          ended();
        };
        signal.addEventListener('abort', leave);
        controller.enqueue(encoder.encode(': every exchange from now on\n\n'));
      },
      cancel: () => leave(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}
