/** Processes over one store know of each other, and no longer of one that ended. */
import { expect, test } from "bun:test";
import { createProcessNotes } from "../../../app/composition/process-notes.ts";
import type { ProcessHealth } from "../../../app/service/process-health.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { createSimClock } from "../../support/sim-clock.ts";

const health = (id: string, at: number): ProcessHealth => ({
  id,
  host: "one",
  pid: 1,
  version: "1.0.0",
  startedAt: id.charCodeAt(0),
  at,
  store: "up",
  providers: [{ label: "console", account: "console", state: "able", cause: null, until: null }],
  accounts: [{ account: "console", inUse: 0, places: 500, waiting: 0 }],
  awaitedReceipts: null,
});

test("each is shown by its newest note, and one that ended for half a minute", async () => {
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const [a, b] = [createProcessNotes(store), createProcessNotes(store)];
  let written = 0;
  const write = async (notes: typeof a, id: string) =>
    notes.write(async () => {
      written++;
      return health(id, clock.now());
    }, clock.now());
  await Promise.all([write(a, "a"), write(b, "b")]);
  await Promise.all([write(a, "a"), write(b, "b")]);
  expect(await a.read(clock.now())).toEqual([health("a", clock.now()), health("b", clock.now())]);
  const before = written;
  await write(a, "a");
  expect(written).toBe(before);

  const ended = clock.now();
  clock.advance(15 * SECOND_MS);
  await write(a, "a");
  expect((await b.read(clock.now())).map(({ id, at }) => [id, at])).toEqual([
    ["a", clock.now()],
    ["b", ended],
  ]);
  clock.advance(25 * SECOND_MS);
  expect((await a.read(clock.now())).map(({ id }) => id)).toEqual([]);
});

test("a note of another version is left out", async () => {
  const clock = createSimClock();
  const store = createMemoryStore(clock);
  const name = `processes\n${Math.floor(clock.now() / 10_000)}`;
  await store.notes.expect(name, "", 60_000);
  await store.notes.add(name, "old", JSON.stringify({ id: "old" }));
  expect(await createProcessNotes(store).read(clock.now())).toEqual([]);
});
