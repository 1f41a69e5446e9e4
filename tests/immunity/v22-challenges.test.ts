/** V22: the challenge of newcomers at a suspicious place, over HTTP, solved as the widget in the browser solves it. */
import { describe, expect, test } from "bun:test";
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { line, testKey } from "../app/access/app-keys.ts";
import { freshNumber, type Reply } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { resultOf } from "./routes.ts";
import { BEHIND_PROXY, from, openStage, type Stage } from "./stage.ts";

const FLOORS = { RAMZ_GUARD_APP_FLOOR: "2", RAMZ_GUARD_ADDRESS_FLOOR: "20", OTP_RESEND_WAIT_TIME: "0" };
const APPS = (vouching: ReturnType<typeof testKey>, mute: ReturnType<typeof testKey>) => `
[apps.shop]
public = true
keys = [${line(vouching, ["admin"], ", challenge_passed = true, client_ip = true")}]
[apps.till]
challenge = "none"
keys = [${line(mute, ["send"])}]`;

/** Makes the app suspicious: sends that are not confirmed, from many addresses. */
async function pump(stage: Stage, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  for (let index = 1; index <= 3; index++)
    await stage.api.post(
      "/v1/verifications",
      { to: freshNumber() },
      { ...headers, ...from(`198.18.${index}.1`) },
    );
}

function challengeOf(reply: Reply): Challenge {
  expect(resultOf(reply)).toBe("403 challenge_required");
  return challengeIn(reply);
}

function challengeIn({ text }: Reply): Challenge {
  const { challenge }: { readonly challenge: Challenge } = JSON.parse(text);
  return challenge;
}

/** As the widget does it: the payload is base64 of the challenge and its solution. */
async function solutionOf(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}

describe.each(STORES)("V22 challenges: on %s", (store) => {
  test("a newcomer's second number from an address needs one; it is good once, for one number, and not when altered", async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, ...FLOORS });
    await pump(stage);
    const home = from("203.0.113.7");
    const start = (body: object) => stage.api.post("/v1/verifications", body, home);
    expect(resultOf(await start({ to: freshNumber() }))).toBe("done");

    const to = freshNumber();
    const refused = await start({ to });
    const challenge_response = await solutionOf(challengeOf(refused));
    expect(refused.text).not.toContain(to.slice(-7));
    expect(resultOf(await start({ to: freshNumber(), challenge_response }))).toBe("403 challenge_required");
    const altered = (pattern: RegExp, by: string) => btoa(atob(challenge_response).replace(pattern, by));
    const longer = altered(/"expiresAt":\d+/, '"expiresAt":9999999999');
    const unsolved = altered(/"derivedKey":"../, '"derivedKey":"zz');
    const forOther = altered(/"subject":"/, '"subject":"-');
    for (const wrong of [longer, unsolved, forOther, "no base64", btoa("{}"), btoa("null")])
      expect(resultOf(await start({ to, challenge_response: wrong }))).toBe("403 challenge_required");
    expect(resultOf(await start({ to, challenge_response }))).toBe("done");
    expect(resultOf(await start({ to, challenge_response }))).toBe("403 challenge_required");
  }, 30_000);

  test("the same Idempotency-Key serves the request without and with the solution", async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, ...FLOORS });
    await pump(stage);
    const headers = { ...from("203.0.113.7"), "idempotency-key": "one-press-of-a-button" };
    await stage.api.post("/v1/verifications", { to: freshNumber() }, from("203.0.113.7"));
    const to = freshNumber();
    const refused = await stage.api.post("/v1/verifications", { to }, headers);
    const challenge_response = await solutionOf(challengeOf(refused));
    const body = { to, challenge_response };
    const sent = await stage.api.post("/v1/verifications", body, headers);
    expect(resultOf(sent)).toBe("done");
    expect((await stage.api.post("/v1/verifications", body, headers)).text).toBe(sent.text);
  }, 30_000);

  test("a solution that is presented twice at once is good once", async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, ...FLOORS });
    await pump(stage);
    const home = from("203.0.113.7");
    await stage.api.post("/v1/verifications", { to: freshNumber() }, home);
    const to = freshNumber();
    const challenge_response = await solutionOf(
      challengeOf(await stage.api.post("/v1/verifications", { to }, home)),
    );
    const body = { to, challenge_response };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => stage.api.post("/v1/verifications", body, home)),
    );
    expect(replies.filter((reply) => resultOf(reply) === "done").length).toBeLessThanOrEqual(1);
    expect(stage.sent.filter(({ recipient }) => recipient === to)).toHaveLength(1);
  }, 30_000);

  test("known numbers, vouched sessions of the app and the predecessor's endpoint have a way, too", async () => {
    const [vouching, mute] = [testKey(), testKey()];
    await using stage = await openStage(
      store,
      { ...BEHIND_PROXY, ...FLOORS },
      { toml: APPS(vouching, mute) },
    );
    const { to, id, code } = await stage.started({}, { ...vouching.headers, ...from("203.0.113.9") });
    await stage.api.post(`/v1/verifications/${id}/checks`, { code }, vouching.headers);
    await pump(stage, vouching.headers);

    const start = (body: object, headers: Readonly<Record<string, string>>) =>
      stage.api.post("/v1/verifications", body, headers);
    expect(resultOf(await start({ to }, vouching.headers))).toBe("done");
    const unknown = await start({ to: freshNumber() }, vouching.headers);
    expect(resultOf(unknown)).toBe("403 challenge_required");
    expect(unknown.text).toContain("client_ip");
    const passed = { to: freshNumber(), challenge_passed: true };
    expect(resultOf(await start(passed, vouching.headers))).toBe("done");
    expect(resultOf(await start(passed, mute.headers))).toBe("403 challenge_not_allowed");

    const legacy = (body: object) => stage.api.post("/api/v1/usr/otp", body, from("203.0.113.11"));
    await legacy({ phone_number: freshNumber() });
    const phone_number = freshNumber();
    const refused = await legacy({ phone_number });
    expect(refused.status).toBe(403);
    const challenge_response = await solutionOf(challengeIn(refused));
    expect((await legacy({ phone_number, challenge_response })).status).toBe(200);
  }, 30_000);

  test("an app without challenges is never asked for one", async () => {
    const [vouching, mute] = [testKey(), testKey()];
    await using stage = await openStage(
      store,
      { ...BEHIND_PROXY, ...FLOORS },
      { toml: APPS(vouching, mute) },
    );
    const replies = [];
    for (let index = 1; index <= 8; index++)
      replies.push(
        resultOf(
          await stage.api.post(
            "/v1/verifications",
            { to: freshNumber() },
            { ...mute.headers, ...from(`198.18.${index}.1`) },
          ),
        ),
      );
    expect(new Set(replies)).toEqual(new Set(["done"]));
  }, 30_000);
});
