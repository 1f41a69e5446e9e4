/** kill -9 of a primary under load: nothing is approved twice, nobody guesses more often, and service comes back. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { DEFAULT_POLICY } from "../../domain/policy.ts";
import { type LedgerStore, StoreUnavailable } from "../../domain/store.ts";
import { freshNumber } from "../support/http.ts";
import { otpOver } from "../support/redis/otp.ts";
import { type Setup, startCluster, startSentinels } from "../support/redis/setups.ts";
import { openAt } from "../support/redis/store.ts";
import { wrong } from "../support/steps.ts";
import { START } from "../support/world.ts";

setDefaultTimeout(60_000);

const DOWN_AFTER_MS = 1_000;
const BACK_WITHIN_MS = 15_000;
/** So long without a failure, service is back. */
const CALM_MS = 2_000;
/** A supervisor restarts what died; with one replica each, the Cluster needs that to have a replica again. */
const RESTART_AFTER_MS = 3_000;
const ENV = { RAMZ_REDIS_WAIT: "1" };

test("a primary with Sentinels", () => survives(() => startSentinels(DOWN_AFTER_MS)));
test("a master of a Cluster", () => survives(() => startCluster(DOWN_AFTER_MS)));

async function survives(startAll: () => Promise<Setup>): Promise<void> {
  const { url, servers } = await startAll();
  const stores = await Promise.all([openAt(url, ENV), openAt(url, ENV)]);
  await Promise.all(stores.map((store) => store.ping()));
  const seen = { approved: new Map<string, number>(), compared: new Map<string, number>(), lastFailureAt: 0 };
  let running = true;
  const load = Promise.all(stores.flatMap((store) => [1, 2, 3].map(() => drive(store, seen, () => running))));

  await Bun.sleep(1_000);
  const before = seen.approved.size;
  const killedAt = Date.now();
  await servers[0].kill();
  const restarted = Bun.sleep(RESTART_AFTER_MS).then(() => servers[0].start());
  await Bun.sleep(CALM_MS);
  while (Date.now() - Math.max(seen.lastFailureAt, killedAt) < CALM_MS) await Bun.sleep(50);
  const backAfterMs = seen.lastFailureAt - killedAt;
  await restarted;
  running = false;
  await load;

  console.log(`back after ${backAfterMs} ms; ${before} approved before, ${seen.approved.size} in all`);
  expect(before).toBeGreaterThan(10);
  expect(seen.approved.size).toBeGreaterThan(before);
  expect(backAfterMs).toBeWithin(1, BACK_WITHIN_MS);
  expect(Math.max(...seen.approved.values())).toBe(1);
  expect(Math.max(...seen.compared.values())).toBeLessThanOrEqual(DEFAULT_POLICY.checksPerVerification);
  await Promise.all([...stores, ...servers].map((one) => ("close" in one ? one.close() : one.kill())));
}

interface Seen {
  readonly approved: Map<string, number>;
  readonly compared: Map<string, number>;
  lastFailureAt: number;
}

/** Number after number: a start, then more guesses at once than the cap allows, the right one among them more than once. */
async function drive(store: LedgerStore, seen: Seen, running: () => boolean): Promise<void> {
  const codes = new Map<string, string>();
  const otp = otpOver(store, ({ recipient, code }) => void codes.set(recipient, code));
  while (running()) {
    const to = freshNumber();
    const guess = async (code: string) => {
      const verdict = await otp.check({ app: START.app, to, purpose: START.purpose, code });
      if (verdict.kind === "approved") count(seen.approved, verdict.verification.id);
      if (verdict.kind === "approved" || verdict.kind === "incorrect")
        count(seen.compared, verdict.verification.id);
    };
    const started = await attempt(seen, () => otp.start({ ...START, to }));
    const code = codes.get(to) ?? "000000";
    const guesses = [1, 2, 3, 4, 0, 5, 0, 0, 6].map((step) => (step === 0 ? code : wrong(code, step)));
    if (started) await Promise.all(guesses.map((one) => attempt(seen, () => guess(one))));
    await Bun.sleep(5);
  }
}

function count(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

async function attempt(seen: Seen, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    seen.lastFailureAt = Date.now();
    return false;
  }
}
