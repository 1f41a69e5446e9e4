/** The proof of an approval convinces whoever has the public keys, and nothing else does (anchors V21). */
import { describe, expect, test } from "bun:test";
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from "jose";
import { field, freshNumber, verificationIn } from "../../../support/http.ts";
import { sharedServing, startServing } from "../../../support/serving.ts";

const EXPECTED = { issuer: "ramz", audience: "default", algorithms: ["EdDSA"] };
const ramz = sharedServing();
const keysOf = (url: string) => createRemoteJWKSet(new URL("/.well-known/jwks.json", url));

async function approved(purpose = "login") {
  const to = freshNumber();
  const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to, purpose }));
  const code = await ramz.api.codeFor(to);
  const { proof = "" } = verificationIn(await ramz.api.post("/v1/checks", { to, code, purpose }));
  return { to, id, code, proof };
}

/** A proof as one part of it would be replaced by a forger. */
function altered(proof: string, part: 0 | 1 | 2, text: string): string {
  return proof
    .split(".")
    .map((whole, index) => (index === part ? text : whole))
    .join(".");
}

/** Why a proof was refused; empty when it was believed. */
const refusal = (verified: Promise<unknown>) => verified.then(() => "", String);

const base64url = (text: string) => Buffer.from(text).toString("base64url");

describe("a proof", () => {
  test("verifies against the published keys and states number, purpose, verification and a short life", async () => {
    const { to, id, proof } = await approved("payment");
    const { payload, protectedHeader } = await jwtVerify(proof, keysOf(ramz.api.url), EXPECTED);
    expect(payload).toMatchObject({ sub: id, phone_number: to, purpose: "payment", aud: "default" });
    const life = (payload.exp ?? 0) - (payload.iat ?? 0);
    expect(life).toBeWithin(1, 601);
    expect(protectedHeader.kid).toBeString();
  });

  test("says nothing of the code", async () => {
    const { code, proof } = await approved();
    expect(JSON.stringify(decodeJwt(proof))).not.toContain(code);
  });

  test("is different every time", async () => {
    const [first, second] = [await approved(), await approved()];
    expect(decodeJwt(first.proof).jti).not.toBe(decodeJwt(second.proof).jti);
  });

  test("of the predecessor's surface verifies alike", async () => {
    const phone_number = freshNumber();
    await ramz.api.post("/api/v1/usr/otp", { phone_number });
    const code = await ramz.api.codeFor(phone_number);
    const reply = await ramz.api.post("/api/v1/usr/otp/verify", { phone_number, code });
    const token = field(reply.body, "verification_token");
    const { payload } = await jwtVerify(token, keysOf(ramz.api.url), EXPECTED);
    expect(payload).toMatchObject({ phone_number, purpose: "default" });
  });

  test("is refused for another audience, and after its life", async () => {
    const { proof } = await approved();
    const keys = keysOf(ramz.api.url);
    expect(await refusal(jwtVerify(proof, keys, { ...EXPECTED, audience: "other" }))).toContain("aud");
    const currentDate = new Date(Date.now() + 11 * 60_000);
    expect(await refusal(jwtVerify(proof, keys, { ...EXPECTED, currentDate }))).toContain("exp");
  });

  test("is refused when header, claims or signature are altered", async () => {
    const { proof } = await approved();
    const [header = "", claims = "", signature = ""] = proof.split(".");
    const other = base64url(JSON.stringify({ ...decodeJwt(proof), phone_number: "+989350000000" }));
    const forged = [
      altered(proof, 1, other),
      altered(proof, 0, base64url('{"alg":"none"}')),
      altered(proof, 2, ""),
      altered(proof, 2, signature.slice(0, -6) + signature.slice(0, 6)),
      `${header}.${claims}`,
    ];
    for (const fake of forged)
      expect(await refusal(jwtVerify(fake, keysOf(ramz.api.url), EXPECTED))).not.toBe("");
  });

  test("signed by anybody else is refused", async () => {
    await using stranger = await startServing();
    const { proof } = await approved();
    expect(await refusal(jwtVerify(proof, keysOf(stranger.api.url), EXPECTED))).not.toBe("");
    const hmac = await new SignJWT({ phone_number: "+989350000000" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(Buffer.from((await ramz.api.get("/.well-known/jwks.json")).text));
    expect(await refusal(jwtVerify(hmac, keysOf(ramz.api.url), EXPECTED))).not.toBe("");
  });
});

describe("the published keys", () => {
  test("have no private part", async () => {
    const { text } = await ramz.api.get("/.well-known/jwks.json");
    expect(text).not.toContain('"d"');
    expect(JSON.parse(text)).toEqual({
      keys: [
        {
          kty: "OKP",
          crv: "Ed25519",
          x: expect.any(String),
          kid: expect.any(String),
          alg: "EdDSA",
          use: "sig",
        },
      ],
    });
  });

  test("of an older secret stay published while it is listed, so old proofs still verify", async () => {
    const [current, older] = ["n".repeat(40), "o".repeat(40)];
    await using before = await startServing({ RAMZ_SECRET: older });
    const to = freshNumber();
    await before.api.post("/v1/verifications", { to });
    const code = await before.api.codeFor(to);
    const { proof = "" } = verificationIn(await before.api.post("/v1/checks", { to, code }));
    await using after = await startServing({ RAMZ_SECRET: `${current},${older}` });
    const jwks = JSON.parse((await after.api.get("/.well-known/jwks.json")).text);
    expect(jwks.keys).toHaveLength(2);
    const { payload } = await jwtVerify(proof, createLocalJWKSet(jwks), EXPECTED);
    expect(payload).toMatchObject({ phone_number: to });
  });
});
