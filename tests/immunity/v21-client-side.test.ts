/** V21: a claim of the client accepted as a proof: a cookie, a field, a forged token (keycloak-phone#40, otpgateway#49). */
import { describe, expect, test } from "bun:test";
import { decodeJwt, SignJWT } from "jose";
import { line, testKey } from "../app/access/app-keys.ts";
import { field, verificationIn } from "../support/http.ts";
import { counted } from "../e2e/workers/crew.ts";
import { STORES } from "./ground.ts";
import { ask, compares, resultOf } from "./routes.ts";
import { openStage, ROOMY, type Stage } from "./stage.ts";

const [shop, bank] = [testKey(), testKey()];
const APPS = `[apps.shop]\nkeys = [${line(shop, ["admin"])}]\n[apps.bank]\nkeys = [${line(bank, ["admin"])}]`;
const PROOF_LIFE_MS = 300_000;

const open = (store: (typeof STORES)[number]) => openStage(store, ROOMY, { toml: APPS });
const redeem = async ({ api }: Stage, proof: string, headers = shop.headers) =>
  resultOf(await api.post("/v1/proofs/redeem", { proof }, headers));

async function proven(stage: Stage): Promise<string> {
  const { to, code } = await stage.started({}, shop.headers);
  const reply = await stage.api.post("/v1/checks", { to, code }, shop.headers);
  return verificationIn(reply).proof ?? "";
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Forgeries that an attacker without the secret can make of a proof and the published keys. */
async function forgeries(proof: string, jwks: string): Promise<readonly string[]> {
  const [header = "", claims = "", signature = ""] = proof.split(".");
  const other = { ...decodeJwt(proof), phone_number: "+989350000000", jti: "another" };
  const hmac = await new SignJWT(other).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(jwks));
  return [
    `${header}.${base64url(other)}.${signature}`,
    `${base64url({ alg: "none" })}.${claims}.`,
    `${base64url({ alg: "none" })}.${base64url(other)}.`,
    `${header}.${claims}.`,
    `${header}.${claims}.${signature.slice(0, -6)}AAAAAA`,
    `${header}.${claims}`,
    hmac,
    "verified",
    "",
    claims,
  ];
}

describe.each(STORES)("V21 trust in the client's word: on %s", (store) => {
  test("a proof is redeemed once, also by twenty requests at the same moment", async () => {
    await using stage = await open(store);
    const proof = await proven(stage);
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(stage, proof)));
    expect(counted(answers)).toEqual({ done: 1, "409 proof_redeemed": 19 });
    expect(await redeem(stage, proof)).toBe("409 proof_redeemed");
  });

  test("a proof that is altered, forged, too old or for another app is refused", async () => {
    await using stage = await open(store);
    const [proof, late] = [await proven(stage), await proven(stage)];
    const jwks = (await stage.api.get("/.well-known/jwks.json")).text;
    for (const forged of await forgeries(proof, jwks)) expect(await redeem(stage, forged)).toMatch(/^4\d\d /);
    expect(await redeem(stage, proof, bank.headers)).toMatch(/^4\d\d proof_invalid/);
    expect(await redeem(stage, proof)).toBe("done");
    stage.clock.forward(PROOF_LIFE_MS + 1_000);
    expect(await redeem(stage, late)).toMatch(/^4\d\d proof_invalid/);
  });

  test("fields, cookies, headers and queries that claim a verification have no effect", async () => {
    await using stage = await open(store);
    const started = await stage.started({}, shop.headers);
    const before = await stage.contents();
    const claims = { verified: "true", status: "approved", SMS_OTP_ANSWERED: "true", checks_left: "99" };
    const cookie = Object.entries(claims)
      .map((pair) => pair.join("="))
      .join("; ");
    for (const { path } of compares(started, "")) {
      const headers = { ...shop.headers, cookie, "x-verified": "true", "x-otp-answered": "true" };
      expect((await stage.api.post(`${path}?verified=true`, claims, headers)).status).toBe(400);
      expect((await stage.api.post(path, {}, headers)).status).toBe(400);
    }
    for (const call of compares(started, started.code).map(({ path, body }) => ({
      path,
      body: { ...body, ...claims },
    })))
      expect((await ask(stage.api, call, shop.headers)).status).toBe(400);
    expect(await stage.contents()).toEqual(before);
    const read = await stage.api.get(`/v1/verifications/${started.id}`, { ...shop.headers, cookie });
    expect(field(read.body, "status")).toBe("pending");
  });
});
