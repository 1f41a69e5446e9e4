/** A process without free file descriptors: calls that never left are failures, not answers without a message. */
import { afterAll, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber } from "../../support/http.ts";
import { startRamz } from "../../support/process.ts";
import { KEY, vendorEnv } from "./serving.ts";

const SENDS = 200;
/** Sockets that the process may open for these sends, callers' and its own together. */
const FREE_DESCRIPTORS = 40;

/** An idle connection would keep its descriptor. */
const BRIEF = { connection: "close" };

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => simulator.stop());

test(`${SENDS} sends at once: each 201 has its message, and the others say that nothing was sent`, async () => {
  await using ramz = await startRamz({
    ...vendorEnv(simulator, "kavenegar/verify"),
    HOST: "127.0.0.1",
    RAMZ_GUARD: "off",
    RAMZ_IP_SENDS_PER_HOUR: "1000",
    OTP_ATTEMPT_TIMEOUT_MS: "2000",
    OTP_CHAIN_DEADLINE_MS: "2000",
  });
  // Bun ends a process that cannot open the descriptors of its first call.
  await ramz.api.post("/v1/verifications", { to: freshNumber() });
  simulator.reset();
  simulator.behave("*", { kind: "slow", delayMs: 200 });
  const limit = readdirSync(`/proc/${ramz.pid}/fd`).length + FREE_DESCRIPTORS;
  const limited = Bun.spawnSync(["prlimit", "--pid", String(ramz.pid), `--nofile=${limit}`]);
  expect(limited.exitCode).toBe(0);

  const numbers = Array.from({ length: SENDS }, () => freshNumber());
  const statuses = await Promise.all(
    numbers.map(async (to) => (await ramz.api.post("/v1/verifications", { to }, BRIEF)).status),
  );
  const arrived = new Set(simulator.outbox.map(({ to }) => to));
  const withoutMessage = numbers.filter(
    (to, index) => statuses[index] === 201 && !arrived.has(`0${to.slice(3)}`),
  );
  expect(withoutMessage).toEqual([]);
  expect(statuses.filter((status) => status === 201)).toHaveLength(simulator.outbox.length);
  expect(statuses.filter((status) => status === 502).length).toBeGreaterThan(0);
}, 30_000);
