/** V19: a code that is still accepted after it was used, has expired or was canceled (CVE-2024-8122; ASVS 5.0, 6.5.1, 6.5.5). */
import { describe, expect, test } from "bun:test";
import { verificationIn } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, COMPARES, compares, REPEATS, resultOf } from "./routes.ts";
import { openStage, ROOMY, type Stage, type Started } from "./stage.ts";

const MINUTE_MS = 60_000;

/** Every route, more than once: a first late try must not help a second. */
async function expectOver({ api }: Stage, started: Started): Promise<void> {
  for (const call of [...compares(started, started.code), ...compares(started, started.code)])
    expect(resultOf(await ask(api, call))).toMatch(/^4\d\d /);
}

describe.each(STORES)("V19 late use: on %s", (store) => {
  test("a used code is refused by every route, whichever route used it, also after a day; by the predecessor's after a minute", async () => {
    await using stage = await openStage(store, ROOMY);
    for (const compare of Object.values(COMPARES)) {
      const started = await stage.started();
      expect(resultOf(await ask(stage.api, compare(started, started.code)))).toBe("done");
      if (compare === COMPARES[REPEATS]) stage.clock.forward(MINUTE_MS);
      await expectOver(stage, started);
      stage.clock.forward(86_400_000);
      await expectOver(stage, started);
    }
  });

  test("a code is accepted until it expires and refused from then on, while the store still has it", async () => {
    await using stage = await openStage(store, { ...ROOMY, OTP_EXPIRY_TIME: "600" });
    for (const compare of Object.values(COMPARES)) {
      const [early, late] = [await stage.started(), await stage.started()];
      const { expires_at: expiresAt } = verificationIn(await stage.api.get(`/v1/verifications/${late.id}`));
      // Some time passes before the check reads the clock: just before expiry, then at it or after.
      stage.clock.forward(Date.parse(expiresAt) - stage.clock.now() - 5_000);
      expect(resultOf(await ask(stage.api, compare(early, early.code)))).toBe("done");
      stage.clock.forward(Date.parse(expiresAt) - stage.clock.now() + 1);
      await expectOver(stage, late);
      const stored = (await stage.contents()).filter((row) => row.includes(late.id));
      expect(stored).toHaveLength(1);
    }
  });

  test("a canceled code is refused by every route", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    expect((await stage.api.del(`/v1/verifications/${started.id}`)).status).toBe(200);
    await expectOver(stage, started);
  });

  test("a code that a newer one has replaced is refused", async () => {
    await using stage = await openStage(store, {
      ...ROOMY,
      OTP_RESEND_WAIT_TIME: "0",
      OTP_EXPIRY_TIME: "100",
    });
    const first = await stage.started();
    // Less than a fifth of its lifetime is left, so a new code is sent.
    stage.clock.forward(90_000);
    const { id } = verificationIn(await stage.api.post("/v1/verifications", { to: first.to }));
    expect(id).not.toBe(first.id);
    const reply = await ask(stage.api, {
      path: `/v1/verifications/${first.id}/checks`,
      body: { code: first.code },
    });
    expect(resultOf(reply)).toBe("410 canceled");
    const second = { to: first.to, id, code: stage.codeFor(first.to) };
    expect(resultOf(await stage.api.post("/v1/checks", { to: second.to, code: second.code }))).toBe("done");
  });
});
