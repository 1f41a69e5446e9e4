/** A process whose clock differs from the clock of its Redis: what may happen once still happens once. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { createProofs } from "../../../adapters/system/proofs.ts";
import { systemClock } from "../../../adapters/system/clock.ts";
import { systemRandom } from "../../../adapters/system/random.ts";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import { createIdempotency } from "../../../domain/use-cases/idempotency.ts";
import type { Clock } from "../../../domain/ports.ts";
import { createRedeem } from "../../../domain/use-cases/redeem.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";

setDefaultTimeout(30_000);

const SECRET = "a-secret-of-the-tests-that-is-long-enough";
const MINUTE_MS = 60_000;

const off = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });

const openOwn = async () => openAt((await single()).url, { RAMZ_STORE_PREFIX: freshPrefix() });

test.each([-11, -7, -3, 7])("a proof is redeemed once by a process %p minutes off", async (minutes) => {
  const store = await openOwn();
  const clock = off(minutes * MINUTE_MS);
  const proofs = createProofs([SECRET]);
  const claims = { verificationId: "ver_1", app: "shop", purpose: "login", recipient: "+989121234567" };
  const proof = await proofs.sign({ ...claims, approvedAt: clock.now() });
  const redeem = createRedeem(proofs, store.once, clock);
  const kinds = [];
  for (let turn = 0; turn < 3; turn++) kinds.push((await redeem({ app: "shop", proof })).kind);
  expect(kinds).toEqual(["redeemed", "proof_redeemed", "proof_redeemed"]);
  await store.close();
});

test.each([-11, 11])("an idempotency key is used once by a process %p minutes off", async (minutes) => {
  const { once, close } = await openOwn();
  const parts = { once, secrets: createSecrets([SECRET]), random: systemRandom };
  const idempotency = createIdempotency({ ...parts, clock: off(minutes * MINUTE_MS) });
  const request = { app: "shop", key: "k-1", content: "/v1\n{}", waitMs: 1_000 };
  let runs = 0;
  const work = async () => {
    runs += 1;
    await Bun.sleep(50);
    return { text: "answer", mayBeOut: true };
  };
  await Promise.all([1, 2, 3].map(() => idempotency.run(request, work)));
  expect(runs).toBe(1);
  await close();
});
