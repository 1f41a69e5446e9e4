/** Idempotency keys: one run and one answer per key, and a failed request does not block its key. */
import { describe, expect, test } from "bun:test";
import {
  type Answer,
  createIdempotency,
  KEY_KEPT_MS,
  type KeyedRequest,
} from "../../../domain/use-cases/idempotency.ts";
import { type OnceStore, StoreUnavailable } from "../../../domain/storage/store.ts";
import { createMemoryOnce } from "../../support/memory-once.ts";
import { createSeeded } from "../../support/seeded.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { ACCEPTED, refused, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { createWorld } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import { mayHaveSent } from "../../../domain/verdicts.ts";

const REQUEST: KeyedRequest = { app: "shop", key: "k-1", content: "/v1\n{}", waitMs: 16 * SECOND_MS };
const HOLD_MS = 616 * SECOND_MS;

function setUp(fault: (kept: OnceStore) => Partial<OnceStore> = () => ({})) {
  const clock = createSimClock();
  const written: string[] = [];
  const kept = createMemoryOnce(clock);
  const once: OnceStore = {
    ...kept,
    async replace(name, value, lifetimeMs) {
      written.push(name, value);
      await kept.replace(name, value, lifetimeMs);
    },
    ...fault(kept),
  };
  const [secrets, random] = [createTestSecrets(), createSeeded(1)];
  const runs: string[] = [];
  /** Takes `takesMs`, and answers with the number of its run. */
  const work =
    (mayBeOut: boolean, takesMs = 0) =>
    async (): Promise<Answer> => {
      runs.push("run");
      const text = `answer ${runs.length}`;
      if (takesMs > 0) await clock.sleep(takesMs);
      return { text, mayBeOut };
    };
  const another = () => createIdempotency({ once, secrets, clock, random });
  return { clock, runs, written, work, another, idempotency: another() };
}

const bug = () => Promise.reject(new Error("a bug after the message went out"));
const down = () => Promise.reject(new StoreUnavailable("the store does not answer"));

describe("the same request again", () => {
  test("gets the first answer for as long as that says, whether a message may be out or not", () => {
    for (const mayBeOut of [true, false]) {
      const { clock, idempotency, runs, work } = setUp();
      const keptFor = async () => ({ ...(await work(mayBeOut)()), keptMs: 10 * SECOND_MS });
      const ask = () => clock.run(idempotency.run(REQUEST, keptFor));
      ask();
      clock.advance(10 * SECOND_MS - 1);
      expect(ask()).toMatchObject({ text: "answer 1", replayed: true });
      clock.advance(1);
      expect(ask()).toMatchObject({ text: "answer 2", replayed: false });
      expect(runs).toHaveLength(2);
    }
  });

  test("gets the first answer for a day, and then runs again", () => {
    const { clock, idempotency, work, runs } = setUp();
    const ask = () => clock.run(idempotency.run(REQUEST, work(true)));
    expect(ask()).toEqual({ kind: "answered", text: "answer 1", replayed: false });
    expect(ask()).toEqual({ kind: "answered", text: "answer 1", replayed: true });
    clock.advance(KEY_KEPT_MS - 1);
    expect(ask()).toMatchObject({ text: "answer 1" });
    clock.advance(1);
    expect([ask(), runs.length]).toEqual([{ kind: "answered", text: "answer 2", replayed: false }, 2]);
  });

  test("fifty times at once, over two processes, runs once and gets one answer", () => {
    const { clock, another, work, runs } = setUp();
    const processes = [another(), another()];
    const all = Array.from({ length: 50 }, (_, index) =>
      (processes[index % 2] ?? another()).run(REQUEST, work(true, 3 * SECOND_MS)),
    );
    const verdicts = clock.run(Promise.all(all));
    expect(verdicts.filter((one) => one.kind === "answered" && one.text === "answer 1")).toHaveLength(50);
    expect(verdicts.filter((one) => one.kind === "answered" && one.replayed)).toHaveLength(49);
    expect([runs.length, clock.held()]).toEqual([1, 0]);
  });

  test("with other content is refused; keys of other apps are separate", () => {
    const { clock, idempotency, work, runs } = setUp();
    const ask = (request: Partial<KeyedRequest>) =>
      clock.run(idempotency.run({ ...REQUEST, ...request }, work(true))).kind;
    ask({});
    expect([ask({ content: "/v1\n{2}" }), runs.length]).toEqual(["key_reused", 1]);
    expect([ask({ app: "bank" }), runs.length]).toEqual(["answered", 2]);
    expect([ask({ key: "k-2" }), runs.length]).toEqual(["answered", 3]);
  });

  test("with other content is refused while the first run is under way", () => {
    const { clock, idempotency, work } = setUp();
    const first = idempotency.run(REQUEST, work(true, SECOND_MS));
    expect(clock.run(idempotency.run({ ...REQUEST, content: "x" }, work(true))).kind).toBe("key_reused");
    clock.run(first);
  });
});

describe("a request of which nothing went out", () => {
  test("gives concurrent requests one answer, and then its key is free", () => {
    const { clock, idempotency, work, runs } = setUp();
    const [first, second] = [1, 2].map(() => idempotency.run(REQUEST, work(false, SECOND_MS)));
    expect(clock.run(Promise.all([first, second]))).toMatchObject([
      { text: "answer 1" },
      { text: "answer 1" },
    ]);
    clock.advance(SECOND_MS);
    expect(clock.run(idempotency.run(REQUEST, work(true)))).toMatchObject({
      text: "answer 2",
      replayed: false,
    });
    expect(runs).toHaveLength(2);
  });

  test("frees its key at once when the store failed", () => {
    const { clock, idempotency, work } = setUp();
    expect(() => clock.run(idempotency.run(REQUEST, down))).toThrow(StoreUnavailable);
    expect(clock.run(idempotency.run(REQUEST, work(true))).kind).toBe("answered");
  });
});

describe("a store that fails and comes back", () => {
  test("releases a claim whose answer was lost", () => {
    let lost = false;
    const { clock, idempotency, work } = setUp((kept) => ({
      async claim(...all) {
        const claim = await kept.claim(...all);
        if (lost) return claim;
        lost = true;
        return down();
      },
    }));
    expect(() => clock.run(idempotency.run(REQUEST, work(true)))).toThrow(StoreUnavailable);
    expect(clock.run(idempotency.run(REQUEST, work(true)))).toMatchObject({ replayed: false });
    expect(clock.held()).toBe(0);
  });

  test("releases the key as soon as it is back, when it was down for the release", () => {
    const { clock, idempotency, work } = setUp(({ release }) => {
      let failures = 0;
      return { release: (...all) => (failures++ < 60 ? down() : release(...all)) };
    });
    expect(() => clock.run(idempotency.run(REQUEST, down))).toThrow(StoreUnavailable);
    const soon = { ...REQUEST, waitMs: 0 };
    clock.advance(58 * SECOND_MS);
    expect(clock.run(idempotency.run(soon, work(true))).kind).toBe("in_progress");
    clock.advance(2 * SECOND_MS);
    expect(clock.run(idempotency.run(soon, work(true))).kind).toBe("answered");
    expect(clock.held()).toBe(0);
  });

  test("does not release a key that another run claimed meanwhile", () => {
    const late = Promise.withResolvers<void>();
    const { clock, idempotency, work, runs } = setUp(({ release }) => {
      let releases = 0;
      // The first release goes through, but its answer is lost.
      return {
        release: async (...all) => release(...all).then(() => (releases++ === 0 ? down() : undefined)),
      };
    });
    expect(() => clock.run(idempotency.run(REQUEST, down))).toThrow(StoreUnavailable);
    const second = idempotency.run(REQUEST, async () => {
      await late.promise;
      return work(true)();
    });
    clock.advance(5 * SECOND_MS);
    expect(clock.run(idempotency.run({ ...REQUEST, waitMs: 0 }, work(true))).kind).toBe("in_progress");
    late.resolve();
    expect([clock.run(second).kind, runs.length]).toEqual(["answered", 1]);
  });

  test("that is down for longer than any claim lasts is asked no more", () => {
    const { clock, idempotency } = setUp(() => ({ release: down }));
    expect(() => clock.run(idempotency.run(REQUEST, down))).toThrow(StoreUnavailable);
    expect(clock.held()).toBe(1);
    clock.advance(HOLD_MS + SECOND_MS);
    expect(clock.held()).toBe(0);
  });
});

describe("a request that never got an answer", () => {
  test("keeps its key for as long as a carried code may be good", () => {
    const { clock, idempotency, work, runs } = setUp();
    const request = { ...REQUEST, codeLifeMs: 3_600 * SECOND_MS };
    expect(() => clock.run(idempotency.run(request, bug))).toThrow("a bug");
    const again = () => clock.run(idempotency.run({ ...request, waitMs: 0 }, work(true))).kind;
    clock.advance(request.codeLifeMs);
    expect([again(), runs.length]).toEqual(["in_progress", 0]);
    clock.advance(REQUEST.waitMs);
    expect([again(), runs.length]).toEqual(["answered", 1]);
  });

  test("does not run again: others wait, hear that it is in progress, and the key is free once no code can be live", () => {
    const { clock, idempotency, work, runs } = setUp();
    expect(() => clock.run(idempotency.run(REQUEST, bug))).toThrow("a bug");
    const before = clock.now();
    expect(clock.run(idempotency.run(REQUEST, work(true))).kind).toBe("in_progress");
    expect(clock.now() - before).toBeWithin(REQUEST.waitMs - 200, REQUEST.waitMs + 1);
    clock.advance(before + HOLD_MS - clock.now() - 1);
    expect([clock.run(idempotency.run({ ...REQUEST, waitMs: 0 }, work(true))).kind, runs.length]).toEqual([
      "in_progress",
      0,
    ]);
    clock.advance(1);
    expect(clock.run(idempotency.run(REQUEST, work(true))).kind).toBe("answered");
  });

  test("still answers its own caller when the store fails after the message", () => {
    const { clock, idempotency, work, runs } = setUp(() => ({ replace: down }));
    expect(clock.run(idempotency.run(REQUEST, work(true))).kind).toBe("answered");
    expect([clock.run(idempotency.run(REQUEST, work(true))).kind, runs.length]).toEqual(["in_progress", 1]);
  });
});

test("a store that is down for the claim fails the request, and nothing runs", () => {
  const { clock, idempotency, work, runs } = setUp(() => ({ claim: down }));
  expect(() => clock.run(idempotency.run(REQUEST, work(true)))).toThrow(StoreUnavailable);
  expect(runs).toEqual([]);
});

test("neither the key nor the answer is legible in the store", () => {
  const { clock, idempotency, written } = setUp();
  const request = { ...REQUEST, key: "order-of-0912-canary" };
  clock.run(idempotency.run(request, async () => ({ text: '{"to":"+989121234567"}', mayBeOut: true })));
  expect(written).toHaveLength(2);
  for (const secret of ["canary", "912", "shop", "/v1"]) expect(written.join("\n")).not.toContain(secret);
});

describe("a message may be out", () => {
  const REFUSED = refused("recipient");
  test.each([
    ["once a vendor took it", [ACCEPTED], true],
    ["when that is not known", [UNKNOWN, UNAVAILABLE], true],
    ["when one vendor may have taken it before another refused the number", [UNKNOWN, REFUSED], true],
    ["not when the only vendor refused the number", [REFUSED], false],
    ["not when no provider could send", [UNAVAILABLE], false],
  ])("%s", (_when, says, expected) => {
    const providers = says.map((one, at) => ({ name: `p${at}`, answers: [{ says: one }] as const }));
    expect(mayHaveSent(createWorld({ providers }).start())).toBe(expected);
  });
});
