/** A clock that was ten years ahead and is put right: what was written meanwhile neither locks a number out nor lengthens a code's life. */
import { describe, expect, test } from "bun:test";
import { DAY_MS } from "../../../domain/time.ts";
import { STORES } from "../../immunity/ground.ts";
import { BEHIND_PROXY, from, openStage } from "../../immunity/stage.ts";
import { freshNumber, verificationIn } from "../../support/http.ts";

const TEN_YEARS_MS = 3_650 * DAY_MS;

describe.each(STORES)("a clock that is put right: on %s", (store) => {
  test("a number, its address and its providers are as if nothing had been", async () => {
    await using stage = await openStage(store, BEHIND_PROXY);
    const to = freshNumber();
    const start = () => stage.api.post("/v1/verifications", { to }, from("203.0.113.5"));
    stage.clock.forward(TEN_YEARS_MS);
    const ahead = verificationIn(await start());
    stage.clock.forward(-TEN_YEARS_MS);

    const reply = await start();
    expect(reply.status).toBe(201);
    const now = verificationIn(reply);
    expect(now.id).not.toBe(ahead.id);
    expect(now.expires_in).toBeLessThanOrEqual(300);
    expect(now.attempts.every(({ duration_ms }) => duration_ms >= 0)).toBe(true);
    const old = { code: stage.codeFor(to) };
    expect((await stage.api.post(`/v1/verifications/${ahead.id}/checks`, old)).status).toBe(410);
    expect((await stage.api.post(`/v1/verifications/${now.id}/checks`, old)).status).toBe(200);
    expect(JSON.stringify((await stage.api.get("/readyz")).body)).not.toContain("resting");
  });
});
