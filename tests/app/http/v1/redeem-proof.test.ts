/** Redeeming proofs over two real processes: once, by the app they are for, while they live (anchors V18, V21). */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Value } from "@sinclair/typebox/value";
import { decodeJwt } from "jose";
import { createProofs } from "../../../../adapters/system/proofs.ts";
import { RedeemReply } from "../../../../app/http/schemas/operations.ts";
import { type Api, field, freshNumber, type Reply, verificationIn, wordOf } from "../../../support/http.ts";
import { type Env, type Running, startRamz, tempFolder } from "../../../support/process.ts";
import { startServing } from "../../../support/serving.ts";
import { single } from "../../../support/redis/setups.ts";
import { freshPrefix } from "../../../support/redis/store.ts";

const AT_ONCE = 50;
const TIME_OUT_MS = 60_000;
const SECRET = "two-processes-share-one-secret-of-enough-length";
const PATH = "/v1/proofs/redeem";

const STORES: Readonly<Record<string, () => Promise<Env>>> = {
  "one SQLite file": async () => ({}),
  "one Redis": async () => ({ RAMZ_STORE: (await single()).url, RAMZ_STORE_PREFIX: freshPrefix() }),
};

interface Approved {
  readonly to: string;
  readonly id: string;
  readonly proof: string;
}

async function approvedAt(api: Api, purpose = "login"): Promise<Approved> {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to, purpose }));
  const code = await api.codeFor(to);
  const { proof = "" } = verificationIn(await api.post(`/v1/verifications/${id}/checks`, { code }));
  return { to, id, proof };
}

function redeemedIn(reply: Reply) {
  expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
  return Value.Parse(RedeemReply, reply.body);
}

describe.each(Object.entries(STORES))("two processes on %s", (_name, store) => {
  const folder = tempFolder();
  let pair: readonly Running[] = [];
  beforeAll(async () => {
    const env = { HOST: "127.0.0.1", RAMZ_SECRET: SECRET, ...(await store()) };
    pair = [await startRamz(env, folder), await startRamz(env, folder)];
  }, TIME_OUT_MS);
  afterAll(async () => {
    for (const running of pair) await running[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  const apiAt = (index: number): Api => {
    const api = pair[index % 2]?.api;
    if (api === undefined) throw new Error("both processes must run");
    return api;
  };

  test("a proof says what it proves, once", async () => {
    const { to, id, proof } = await approvedAt(apiAt(0), "payment");
    const told = redeemedIn(await apiAt(1).post(PATH, { proof }));
    expect(told).toMatchObject({ verification_id: id, purpose: "payment", phone_number: to });
    expect(Date.parse(told.approved_at)).toBe(Number(decodeJwt(proof).iat) * 1000);
    expect(Date.parse(told.redeemed_at)).toBeWithin(Date.parse(told.approved_at), Date.now() + 1);
    for (const index of [0, 1])
      expect(wordOf(await apiAt(index).post(PATH, { proof }))).toBe("409 proof_redeemed");
  });

  test(
    `of ${AT_ONCE} who redeem it at once, one is told`,
    async () => {
      const { proof } = await approvedAt(apiAt(0));
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) => apiAt(index).post(PATH, { proof })),
      );
      const words = replies.map(wordOf).sort();
      expect(words).toEqual(["200", ...Array.from({ length: AT_ONCE - 1 }, () => "409 proof_redeemed")]);
    },
    TIME_OUT_MS,
  );

  test("the predecessor's verification_token is a proof, too", async () => {
    const phone_number = freshNumber();
    await apiAt(0).post("/api/v1/usr/otp", { phone_number });
    const code = await apiAt(0).codeFor(phone_number);
    const proof = field(
      (await apiAt(0).post("/api/v1/usr/otp/verify", { phone_number, code })).body,
      "verification_token",
    );
    expect(redeemedIn(await apiAt(1).post(PATH, { proof }))).toMatchObject({
      phone_number,
      purpose: "default",
    });
  });

  test("altered, expired, another app's and no proof at all are answered alike, and spend nothing", async () => {
    const { to, proof } = await approvedAt(apiAt(0));
    const [head = "", claims = "", signature = ""] = proof.split(".");
    const forged = Buffer.from(
      JSON.stringify({ ...decodeJwt(proof), phone_number: "+989350000000" }),
    ).toString("base64url");
    const facts = { verificationId: "ver_1", purpose: "login", recipient: to };
    const own = createProofs([SECRET]);
    const bad = [
      `${head}.${forged}.${signature}`,
      `${head}.${claims}.`,
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`,
      "nonsense",
      "",
      await own.sign({ ...facts, app: "default", approvedAt: Date.now() - 301_000 }),
      await own.sign({ ...facts, app: "bank", approvedAt: Date.now() }),
      await createProofs(["somebody else's secret, of enough length"]).sign({
        ...facts,
        app: "default",
        approvedAt: Date.now(),
      }),
    ];
    const texts = new Set<string>();
    for (const one of bad) {
      const reply = await apiAt(0).post(PATH, { proof: one });
      expect([one, wordOf(reply)]).toEqual([one, "422 proof_invalid"]);
      texts.add(reply.text.replace(/"trace_id":"\w+"/, ""));
    }
    expect(texts.size).toBe(1);
    expect((await apiAt(1).post(PATH, { proof })).status).toBe(200);
  });

  test("a body that is none of its kind is refused by field", async () => {
    for (const body of [{}, { proof: 1 }, { proof: "x".repeat(4_097) }, { proof: "x", to: "y" }])
      expect(wordOf(await apiAt(0).post(PATH, body))).toBe("400 invalid_request");
  });
});

test("with hashes, a proof names no number, and different numbers have different ones", async () => {
  await using ramz = await startServing({ HOST: "127.0.0.1", RAMZ_PROOF_PHONE: "hash" });
  const [first, second] = [await approvedAt(ramz.api), await approvedAt(ramz.api)];
  const { to } = first;
  expect(Buffer.from(first.proof.split(".")[1] ?? "", "base64url").toString()).not.toContain(to.slice(3));
  const told = await Promise.all(
    [first, second].map(async ({ proof }) => redeemedIn(await ramz.api.post(PATH, { proof }))),
  );
  expect(told.map(({ phone_number }) => phone_number)).toEqual([undefined, undefined]);
  expect(new Set(told.map(({ phone_hash }) => phone_hash)).size).toBe(2);
});

test("a proof outlives a rotation, and stays spent after one", async () => {
  using folder = tempFolder();
  const newer = "the-newer-secret-is-forty-characters-long";
  let spent = "";
  let fresh = "";
  {
    await using before = await startServing({ HOST: "127.0.0.1", RAMZ_SECRET: SECRET }, folder);
    spent = (await approvedAt(before.api)).proof;
    fresh = (await approvedAt(before.api)).proof;
    redeemedIn(await before.api.post(PATH, { proof: spent }));
  }
  await using after = await startServing({ HOST: "127.0.0.1", RAMZ_SECRET: `${newer},${SECRET}` }, folder);
  expect(wordOf(await after.api.post(PATH, { proof: spent }))).toBe("409 proof_redeemed");
  expect((await after.api.post(PATH, { proof: fresh })).status).toBe(200);
});
