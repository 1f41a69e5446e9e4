/**
 * Stores that the last two versions left behind are read: `keep-stores.ts` wrote them, with the code of those versions. A released version
 * is named by its number, one that is not by its commit.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { textOf } from "../docs/pages.ts";
import { runRamz, tempFolder } from "../support/process.ts";
import { DEFAULT_RATE_LIMITS } from "../../domain/rate-limits/quotas.ts";
import { FUNNEL_HOURS } from "../../domain/routing/funnel.ts";
import { eventually, field, wordOf, wrong } from "../support/http.ts";
import { startServer } from "../support/redis/server.ts";
import { filtered, totalOf } from "../../app/http/admin/sections/delivery/funnel.ts";
import { postForm } from "../app/http/admin/operator.ts";
import { ADDRESSES, DOUBTED_BLOCK, KEYED, type KeptFacts, ROUTED } from "./kept.ts";
import {
  KEPT,
  keptFile,
  keptRedis,
  type KeptStore,
  type Reading,
  REST_OVER_MS,
  serveOver,
  settingsFor,
} from "./reading.ts";

// Each has a process or a Redis of its own.
setDefaultTimeout(30_000);

const VERSIONS = readdirSync(KEPT);

test("the stores are of two versions, which the upgrade page names", () => {
  const page = textOf("docs/how-to/upgrade.md");
  const named = [...page.matchAll(/\bof (?:commit )?`([\w.]+)`, \d{4}-/g)];
  expect(new Set(named.map(([, version]) => version))).toEqual(new Set(VERSIONS));
  expect(VERSIONS).toHaveLength(2);
});

/** Everything that the version left is met as it was left. */
async function expectRead(kept: KeptStore): Promise<void> {
  await using reading = await serveOver(kept);
  const { facts } = kept;
  if (facts.later !== undefined) await expectFunnel(reading);
  await expectNumbers(reading, facts);
  await expectLimits(reading, facts);
  await expectSameAnswer(reading, facts);
  if (facts.later === undefined) return;
  await expectReceipts(reading, facts, facts.later.receipts);
  await expectOrder(reading);
  await expectRoutes(reading);
  await expectProved(reading, facts);
}

/** The counts of the console, before anything is sent today. */
async function expectFunnel({ ramz }: Reading): Promise<void> {
  const cells = await ramz.funnel(FUNNEL_HOURS);
  const sumsOf = (operator: string) => totalOf(filtered(cells, { operator, provider: null }));
  const { operator, sendsOfEach } = ROUTED;
  expect(sumsOf(operator)).toMatchObject({ sent: 2 * sendsOfEach, delivered: 0, approved: sendsOfEach });
  // Those that `keep-stores.ts` sends to the other operator: numbers in each state, limits and the start with a key.
  expect(sumsOf("IR-MCI")).toMatchObject({ sent: 14, delivered: 1, approved: 4 });
}

async function expectNumbers(
  { api }: Reading,
  { pending, approved, usedUp, proof }: KeptFacts,
): Promise<void> {
  const read = async (id: string) => (await api.get(`/v1/verifications/${id}`)).body;
  const guess = (id: string, code: string) => api.post(`/v1/verifications/${id}/checks`, { code });
  expect(await read(pending.id)).toMatchObject({ status: "pending", to: pending.to, checks_left: 4 });
  expect(await read(approved.id)).toMatchObject({ status: "approved", to: approved.to });
  expect(await read(usedUp.id)).toMatchObject({ status: "exhausted", to: usedUp.to });
  expect(wordOf(await api.post("/v1/verifications", { to: pending.to }))).toBe("429 cooldown");
  const missed = await guess(pending.id, wrong(pending.code));
  expect(missed.body).toMatchObject({ code: "code_incorrect", checks_left: 3 });
  const right = await guess(pending.id, pending.code);
  expect([right.status, field(right.body, "status")]).toEqual([200, "approved"]);
  expect(wordOf(await guess(pending.id, pending.code))).toBe("409 already_approved");
  expect(wordOf(await guess(usedUp.id, "000000"))).toBe("429 checks_exhausted");
  const redeem = async (one: string) => wordOf(await api.post("/v1/proofs/redeem", { proof: one }));
  expect(await redeem(proof)).toBe("409 proof_redeemed");
  expect(await redeem(field(right.body, "proof"))).toBe("200");
}

/** Who used a limit up is refused still, and a doubted block asks for a challenge; others are let through. */
async function expectLimits({ api }: Reading, { later }: KeptFacts): Promise<void> {
  const start = async (clientIp: string, to: string) =>
    wordOf(await api.post("/v1/verifications", { to, client_ip: clientIp }));
  const [fresh, inBlock] = ["192.0.2.99", `${DOUBTED_BLOCK}9001`];
  expect(await start(ADDRESSES.limited, "+989121170001")).toBe("429 ip_limit");
  expect(await start(fresh, "+989121190001")).toBe("201");
  expect(await start(fresh, inBlock)).toBe("403 challenge_required");
  // 0.1.0 did not count the codes of an address.
  if (later !== undefined) expect(await start(ADDRESSES.doubted, inBlock)).toBe("429 low_conversion");
}

async function expectSameAnswer({ api, vendor }: Reading, { keyed }: KeptFacts): Promise<void> {
  const before = vendor.taken();
  const again = await api.post("/v1/verifications", KEYED.body, KEYED.headers);
  expect(again.body).toEqual(keyed);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(vendor.taken()).toBe(before);
  const other = await api.post("/v1/verifications", { ...KEYED.body, to: "+989121160002" }, KEYED.headers);
  expect(wordOf(other)).toBe("422 idempotency_key_reused");
}

/** A receipt that was there, and one of an old message that comes now, at the address which the vendor was given then. */
async function expectReceipts({ api }: Reading, { pending, usedUp }: KeptFacts, path: string): Promise<void> {
  const attemptOf = async (id: string) => (await api.get(`/v1/verifications/${id}`)).text;
  const delivered = /"receipt":\{[^}]*"delivered"/;
  expect(await attemptOf(usedUp.id)).toMatch(delivered);
  expect(await attemptOf(pending.id)).not.toMatch(delivered);
  await postForm(api, path, { messageid: pending.messageId, status: "10" });
  await eventually(
    () => attemptOf(pending.id),
    (text) => delivered.test(text),
  );
}

/** What an operator ordered holds to its end, and the trail that holds it is whole. */
async function expectOrder({ api, ramz, pass }: Reading): Promise<void> {
  expect(await ramz.audit.verify()).toMatchObject({ last: { seq: 2 }, faults: [], unprovenFrom: null });
  const rests = async () => (await api.get("/readyz")).body;
  await eventually(rests, (body) => Bun.deepMatch({ providers: { "kavenegar/verify": "resting" } }, body));
  const { body } = await api.post("/v1/verifications", { to: "+989121200001", client_ip: "192.0.2.98" });
  expect(body).toMatchObject({ provider: "kavenegar/sms" });
  pass(REST_OVER_MS);
  expect(await rests()).toMatchObject({ providers: { "kavenegar/verify": "able" } });
}

/** The last hour says nothing any more, the day does. */
async function expectRoutes({ ramz }: Reading): Promise<void> {
  const [route] = await ramz.routes({ operator: ROUTED.operator });
  expect(route?.rows).toMatchObject([
    { provider: "kavenegar/verify", health: "weak", place: 2, hour: { sends: 0 }, day: { score: 0 } },
    { provider: "kavenegar/sms", health: "well", place: 1, day: { score: ROUTED.sendsOfEach } },
  ]);
}

/** A number that was proved is known without its ledger: where a block is doubted, newcomers are asked for a challenge, and it is not. */
async function expectProved({ api, ramz, pass }: Reading, { approved: { to } }: KeptFacts): Promise<void> {
  for (const app of ramz.apps.values()) await app.otp.forget({ app: app.name, to });
  // The guard counts anew, so that few sends make the block doubted.
  pass(DEFAULT_RATE_LIMITS.guard.windowMs);
  // The first send of an address is let through, so each sends twice.
  const send = async (at: number, one = `${to.slice(0, -4)}${9000 + at}`) =>
    wordOf(await api.post("/v1/verifications", { to: one, client_ip: `10.200.${at >> 1}.1` }));
  const answers: string[] = [];
  for (let at = 0; at < 8; at += 1) answers.push(await send(at));
  expect(answers.at(-1)).toBe("403 challenge_required");
  expect(await send(7, to)).toBe("201");
}

describe.each(VERSIONS)("a store of %s is read", (version) => {
  test("SQLite", async () => {
    using folder = tempFolder();
    await expectRead(await keptFile(version, folder));
  });

  test("Redis", async () => {
    await using server = await startServer();
    await expectRead(await keptRedis(version, server));
  });
});

test("ramz audit verifies the trails that are in them", async () => {
  let verified = 0;
  for (const version of VERSIONS) {
    using folder = tempFolder();
    const kept = await keptFile(version, folder);
    if (kept.facts.later === undefined) continue;
    const { code, out, err } = await runRamz(["audit"], settingsFor(kept), folder);
    expect(err).toContain("The chain holds: 2 entries");
    expect(out).toMatch(/sara: signed in[^]*sara: rested the provider/);
    expect(code).toBe(0);
    verified += 1;
  }
  expect(verified).toBeGreaterThan(0);
});
