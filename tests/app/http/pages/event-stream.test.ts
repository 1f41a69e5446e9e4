/** A stream whose first event cannot be read ends, and leaves nothing behind that would write to it. */
import { expect, test } from "bun:test";
import { eventStream } from "../../../../app/http/pages/event-stream.ts";

test("a stream that cannot begin is over, and its source is let go", async () => {
  let subscribed = 0;
  const { body } = eventStream(
    {
      first: () => Promise.reject(new Error("the store does not answer")),
      subscribe() {
        subscribed++;
        return () => subscribed--;
      },
    },
    new AbortController().signal,
  );
  expect(await new Response(body).text()).toBe("retry: 1000\n\n");
  expect(subscribed).toBe(0);
});
