/** Server-sent events (HTML standard, §9.2). A comment goes out now and then, so that proxies keep the connection. */

const encoder = new TextEncoder();

const COMMENT_EVERY_MS = 10_000;
const COMMENT = encoder.encode(": open\n\n");
/** A browser that was cut off connects again after a second. */
const RETRY = encoder.encode("retry: 1000\n\n");

export interface EventSourceOf<E> {
  /** The first event, which tells a page that connects again where things stand. */
  first(): Promise<E>;
  subscribe(send: (event: E) => void): () => void;
}

/** Ends when the caller leaves, or at `ending`. */
export function eventStream<E extends object>(source: EventSourceOf<E>, ending: AbortSignal): Response {
  let leave: (() => void) | null = null;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let isLeft = false;
      const write = (bytes: Uint8Array) => {
        if (!isLeft) controller.enqueue(bytes);
      };
      const send = (event: E) => write(written(event));
      const end = () => {
        if (isLeft) return;
        leave?.();
        controller.close();
      };
      const first = source.first();
      // Subscribed before the first event is read, so that nothing between the two is lost.
      const waiting: E[] = [];
      let isOpen = false;
      const unsubscribe = source.subscribe((event) => (isOpen ? send(event) : void waiting.push(event)));
      const comment = setInterval(() => write(COMMENT), COMMENT_EVERY_MS);
      leave = () => {
        isLeft = true;
        unsubscribe();
        clearInterval(comment);
        ending.removeEventListener("abort", end);
      };
      if (ending.aborted) return end();
      ending.addEventListener("abort", end);
      write(RETRY);
      const opening = await first.catch(() => null);
      // The page asks again after a second.
      if (opening === null) return end();
      send(opening);
      waiting.forEach(send);
      isOpen = true;
    },
    cancel: () => leave?.(),
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}

const encoded = new WeakMap<object, Uint8Array>();

/** Made once for all who get the event. */
function written(event: object): Uint8Array {
  const bytes = encoded.get(event) ?? encoder.encode(`data: ${JSON.stringify(event)}\n\n`);
  encoded.set(event, bytes);
  return bytes;
}
