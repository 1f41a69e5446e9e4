/** V25: checks or sends that succeed while the store is down (Logto's guard; ASVS 5.0, 16.5.3). */
import { describe, expect, test } from "bun:test";
import { eventually, freshNumber, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, compares, leftAfter, resultOf, SENDS, sendBy } from "./routes.ts";
import { openStageOn } from "./stage.ts";
import { openRemovable } from "./removable-store.ts";

describe.each(STORES)("V25 open on failure: on %s", (store) => {
  test("while the store is away nothing is approved or sent; when it is back every count is unchanged", async () => {
    await using fragile = await openRemovable(store);
    await using stage = await openStageOn(fragile.ground);
    const { api } = stage;
    const started = await stage.started();
    for (let index = 0; index < 3; index++)
      expect(leftAfter(await ask(api, compareBy(index, started, wrong(started.code, index + 1))))).toBe(
        4 - index,
      );
    const out = stage.sent.length;

    await fragile.takeAway();
    for (let round = 0; round < 3; round++) {
      for (const call of compares(started, started.code)) expect((await ask(api, call)).status).toBe(503);
      for (const send of Object.values(SENDS)) {
        const reply = await ask(api, send(freshNumber()));
        expect([reply.status, reply.headers.has("retry-after")]).toEqual([503, true]);
      }
      const keyed = { "idempotency-key": `while-it-is-gone-${round}` };
      expect((await api.post("/v1/verifications", { to: freshNumber() }, keyed)).status).toBe(503);
      expect((await api.del(`/v1/verifications/${started.id}`)).status).toBe(503);
    }
    expect(stage.sent).toHaveLength(out);

    await fragile.bringBack();
    await eventually(
      async () => (await api.get(`/v1/verifications/${started.id}`)).status,
      (status) => status === 200,
    );
    expect((await ask(api, sendBy(0, started.to))).status).toBe(429);
    expect(leftAfter(await ask(api, compareBy(1, started, wrong(started.code, 4))))).toBe(1);
    expect(resultOf(await ask(api, compareBy(0, started, started.code)))).toBe("done");
  }, 30_000);

  test("another process on the same store starts with every count unchanged", async () => {
    await using fragile = await openRemovable(store);
    const started = await (async () => {
      await using first = await openStageOn(fragile.ground);
      const begun = await first.started();
      for (const index of [0, 1, 2, 3])
        await ask(first.api, compareBy(index, begun, wrong(begun.code, index + 1)));
      return begun;
    })();
    await using second = await openStageOn(fragile.ground);
    expect((await ask(second.api, sendBy(1, started.to))).status).toBe(429);
    expect(leftAfter(await ask(second.api, compareBy(0, started, wrong(started.code, 9))))).toBe(0);
    for (const call of compares(started, started.code))
      expect(resultOf(await ask(second.api, call))).not.toBe("done");
  }, 30_000);
});
