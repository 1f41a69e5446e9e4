/** V4: a resend, or a new code, that gives guesses back (better-auth#11162). */
import { describe, expect, test } from "bun:test";
import { freshNumber, verificationIn, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, leftAfter, resultOf, wasCompared } from "./routes.ts";
import { openStage, ROOMY, type Stage } from "./stage.ts";
import { DAY_MS, SECOND_MS } from "../../domain/time.ts";

const BUDGET = 25;
const CAP = 5;
const STEP_MS = 60 * SECOND_MS;
/** The predecessor's surface always has the default purpose. */
const PURPOSES = ["default", "login", "payment"];

/** Makes four wrong guesses, over the routes in turn; returns how many were compared. */
async function guess(stage: Stage, to: string, id: string, purpose: string, leftBefore: number) {
  let left = leftBefore;
  const code = stage.codeFor(to);
  for (let index = 0; index < CAP - 1; index++) {
    const { path, body } = compareBy(purpose === "default" ? index : 0, { to, id }, wrong(code, index + 1));
    const reply = await ask(stage.api, { path, body });
    expect(resultOf(reply)).not.toBe("done");
    if (wasCompared(reply, left)) left = leftAfter(reply) ?? left;
  }
  return leftBefore - left;
}

describe.each(STORES)("V4 cap reset by a resend: on %s", (store) => {
  test("a day of repeatedly guessing four times and resending compares 25 guesses, and then the right code fails", async () => {
    await using stage = await openStage(store, {
      ...ROOMY,
      OTP_RESEND_WAIT_TIME: "0",
      OTP_SENDS_PER_DAY: "200",
    });
    const to = freshNumber();
    let compared = 0;
    let sends = 0;
    let last = { to, id: "" };
    for (let atMs = 0; atMs < DAY_MS - STEP_MS; atMs += STEP_MS) {
      stage.clock.forward(STEP_MS);
      const purpose = PURPOSES[sends % PURPOSES.length] ?? "default";
      const reply = await stage.api.post("/v1/verifications", { to, purpose });
      if (reply.status >= 300) continue;
      sends += 1;
      const { id, checks_left: left } = verificationIn(reply);
      last = { to, id };
      compared += await guess(stage, to, id, purpose, left);
    }
    expect(sends).toBeGreaterThan(6);
    expect(compared).toBe(BUDGET);
    const right = compareBy(0, last, stage.codeFor(to));
    expect(resultOf(await ask(stage.api, right))).toMatch(/^4\d\d /);
  });

  test("a resend sends the same code and leaves as many guesses as there were", async () => {
    await using stage = await openStage(store, { OTP_RESEND_WAIT_TIME: "0" });
    const { to, id, code } = await stage.started();
    for (let left = CAP - 1; left > 0; left--) {
      expect(leftAfter(await ask(stage.api, compareBy(left, { to, id }, wrong(code, left))))).toBe(left);
      stage.clock.forward(STEP_MS / 2);
      const resent = await stage.api.post("/v1/verifications", { to });
      if (resent.status < 300) expect(verificationIn(resent)).toMatchObject({ id, checks_left: left });
      expect(stage.codeFor(to)).toBe(code);
    }
    expect(stage.sent.length).toBeGreaterThan(2);
  });
});
