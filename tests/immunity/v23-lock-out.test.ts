/** V23: a stranger who uses up a victim's messages and guesses, or floods the victim with messages (identity-idp#2388, dearmep#162). */
import { describe, expect, test } from "bun:test";
import { line, testKey } from "../app/access/app-keys.ts";
import { freshNumber, verificationIn, wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, resultOf, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage } from "./stage.ts";
import { DAY_MS, SECOND_MS } from "../../domain/time.ts";

const [front, vouching] = [testKey(), testKey()];
const APP = `[apps.shop]\npublic = true\nkeys = [${line(front, ["send", "check", "read"])}, ${line(vouching, ["admin"], ", known_session = true")}]`;
const MESSAGES_A_DAY = 10;
/** Ten times as fast as a user may. */
const STEP_MS = 6 * SECOND_MS;
const ATTACK_MS = 1_800 * SECOND_MS;

describe.each(STORES)("V23 lock-out and bombing: on %s", (store) => {
  test("while a stranger sends and guesses ten times too fast, a victim with a known session gets a code that is accepted", async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_GUARD: "off" }, { toml: APP });
    const to = freshNumber();
    let id = "";
    for (let index = 0; index < ATTACK_MS / STEP_MS; index++) {
      stage.clock.forward(STEP_MS);
      const headers = { ...front.headers, ...from(`203.0.${index >> 8}.${index & 255}`) };
      const reply = await ask(stage.api, sendBy(index, to), headers);
      if (reply.status === 201) id = verificationIn(reply).id;
      await ask(
        stage.api,
        compareBy(index, { to, id }, wrong(stage.codeFor(to), (index % 900) + 1)),
        headers,
      );
    }
    const locked = await stage.api.post("/v1/verifications", { to }, front.headers);
    expect(locked.status).toBe(429);

    const known = { to, known_session: true };
    expect(resultOf(await stage.api.post("/v1/verifications", known, front.headers))).toBe(
      "403 known_session_not_allowed",
    );
    expect(resultOf(await stage.api.post("/v1/verifications", known, vouching.headers))).toBe("done");
    const code = stage.codeFor(to);
    for (const step of [1, 2, 3]) {
      const strangers = await stage.api.post("/v1/checks", { to, code: wrong(code, step) }, front.headers);
      expect(resultOf(strangers)).not.toBe("done");
    }
    expect(resultOf(await stage.api.post("/v1/checks", { ...known, code }, vouching.headers))).toBe("done");
  }, 20_000);

  test(`a stranger who sends all day causes ${MESSAGES_A_DAY} messages to the victim`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_GUARD: "off" }, { toml: APP });
    const to = freshNumber();
    const asks = 200;
    for (let index = 0; index < asks; index++) {
      stage.clock.forward(DAY_MS / asks - SECOND_MS);
      await ask(stage.api, sendBy(index, to), {
        ...front.headers,
        ...from(`198.51.${index >> 8}.${index & 255}`),
      });
    }
    expect(stage.sent).toHaveLength(MESSAGES_A_DAY);
  }, 20_000);
});
