/** `GET /dev/events`: what an open inbox page hears, and that it holds nothing up. */
import { afterAll, expect, test } from "bun:test";
import type { InboxEvent } from "../../../../app/http/dev/inbox-data.ts";
import { eventually, freshNumber, verificationIn } from "../../../support/http.ts";
import { startRamz } from "../../../support/process.ts";
import { serveHere, sharedServing } from "../../../support/serving.ts";

const ramz = sharedServing({});

/** A page that listens, as a browser does. */
interface Listener {
  /** The next event that fits. */
  next(fits: (event: InboxEvent) => boolean): Promise<InboxEvent>;
  /** Resolves when the other side has ended the stream. */
  ended(): Promise<void>;
}

const leaving = new AbortController();
afterAll(() => leaving.abort());

async function openEvents(url: string): Promise<Listener> {
  const response = await fetch(`${url}/dev/events`, { signal: leaving.signal });
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  if (response.body === null) throw new Error("no stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const events: InboxEvent[] = [];
  let text = "";
  let isOver = false;
  async function read(): Promise<void> {
    const { done, value } = await reader.read();
    isOver = done;
    const parts = (text + (value ?? "")).split("\n\n");
    text = parts.pop() ?? "";
    const data = parts.filter((part) => part.startsWith("data: "));
    events.push(...data.map((part): InboxEvent => JSON.parse(part.slice("data: ".length))));
  }
  return {
    async next(fits) {
      for (;;) {
        const found = events.findIndex(fits);
        const [event] = found < 0 ? [] : events.splice(0, found + 1).slice(-1);
        if (event !== undefined) return event;
        if (isOver) throw new Error("the stream ended before that event");
        await read();
      }
    },
    async ended() {
      while (!isOver) await read();
    },
  };
}

const hasMessageTo = (to: string) => (event: InboxEvent) =>
  event.kind === "messages" && event.messages.some((message) => message.to === to);

const hasState = (id: string, status: string) => (event: InboxEvent) =>
  event.kind === "states" && event.states.some((state) => state.id === id && state.status === status);

test("begins with what there is, then says what comes, what became of it, and that it was cleared", async () => {
  const [before, to] = [freshNumber(), freshNumber()];
  await ramz.api.post("/v1/verifications", { to: before });
  const page = await openEvents(ramz.api.url);
  const first = await page.next(() => true);
  if (first.kind !== "snapshot") throw new Error(`no snapshot but ${first.kind}`);
  const [message] = first.data.messages;
  expect(message).toMatchObject({ to: before, code: await ramz.api.codeFor(before) });
  expect(first.data.states[message?.id ?? ""]).toMatchObject({ status: "pending", app: "default" });

  const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
  await page.next(hasMessageTo(to));
  await page.next(hasState(id, "pending"));
  await ramz.api.del(`/v1/verifications/${id}`);
  await page.next(hasState(id, "canceled"));
  await ramz.api.del("/dev/messages");
  await page.next(({ kind }) => kind === "cleared");
});

test("every open page hears the same", async () => {
  const pages = await Promise.all(Array.from({ length: 5 }, () => openEvents(ramz.api.url)));
  const to = freshNumber();
  await ramz.api.post("/v1/verifications", { to });
  expect(await Promise.all(pages.map((page) => page.next(hasMessageTo(to))))).toHaveLength(5);
});

test("ends when the service stops, which does not wait for it", async () => {
  const own = await serveHere({ RAMZ_STORE: "sqlite::memory:" });
  const page = await openEvents(own.api.url);
  await page.next(({ kind }) => kind === "snapshot");
  const stoppedAt = performance.now();
  await own[Symbol.asyncDispose]();
  await page.ended();
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
});

test("an open page neither delays the end of the process nor breaks at a reload", async () => {
  await using running = await startRamz();
  const page = await openEvents(running.api.url);
  await page.next(({ kind }) => kind === "snapshot");
  running.signal("SIGHUP");
  await eventually(running.printed, (text) => text.includes("SIGHUP: the configuration was read again"));
  const to = freshNumber();
  await running.api.post("/v1/verifications", { to });
  await page.next(hasMessageTo(to));

  const stoppedAt = performance.now();
  running.signal("SIGTERM");
  await page.ended();
  expect(await running.exited).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
});
