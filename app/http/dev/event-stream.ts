/** Server-sent events (HTML standard, §9.2). A comment goes out now and then, so that proxies keep the connection. */

const COMMENT_EVERY_MS = 10_000;
/** After which a browser connects again. */
const RETRY_MS = 1_000;

export interface EventSourceOf<E> {
  /** The first event, which tells a page that connects again where things stand. */
  first(): Promise<E>;
  subscribe(send: (event: E) => void): () => void;
}

/** Ends when the caller leaves, or at `ending`. */
export function eventStream<E>(source: EventSourceOf<E>, ending: AbortSignal): Response {
  let leave: (() => void) | null = null;
  const stream = new ReadableStream<string>({
    async start(controller) {
      let isLeft = false;
      const write = (text: string) => {
        if (!isLeft) controller.enqueue(text);
      };
      const send = (event: E) => write(`data: ${JSON.stringify(event)}\n\n`);
      const end = () => {
        leave?.();
        controller.close();
      };
      const first = source.first();
      // Subscribed before the first event is read, so that nothing between the two is lost.
      const waiting: E[] = [];
      let isOpen = false;
      const unsubscribe = source.subscribe((event) => (isOpen ? send(event) : void waiting.push(event)));
      const comment = setInterval(() => write(": open\n\n"), COMMENT_EVERY_MS);
      leave = () => {
        isLeft = true;
        unsubscribe();
        clearInterval(comment);
        ending.removeEventListener("abort", end);
      };
      if (ending.aborted) return end();
      ending.addEventListener("abort", end);
      write(`retry: ${RETRY_MS}\n\n`);
      send(await first);
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
