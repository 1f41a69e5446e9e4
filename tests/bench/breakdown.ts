/** How the time of one start is spent: each part alone, in this process, without the network. */
import { createTestChallenges } from "../support/challenges.ts";
import { Elysia } from "elysia";
import { join } from "node:path";
import { libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import { decodeLedger, encodeLedger } from "../../adapters/stores/_codec.ts";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { createProofs } from "../../adapters/system/proofs.ts";
import { systemRandom } from "../../adapters/system/random.ts";
import { createSecrets } from "../../adapters/system/secrets.ts";
import { createLog } from "../../adapters/telemetry/log/log.ts";
import { StartBody } from "../../app/http/schemas/verifications.ts";
import { codeOf } from "../../domain/ledger/code.ts";
import { type Otp } from "../../domain/otp.ts";
import { DEFAULT_POLICY } from "../../domain/ledger/policy.ts";
import { noRateLimits } from "../../domain/rate-limits/rate-limiter.ts";
import { admit, type RecipientRules } from "../../domain/recipient/recipient.ts";
import type { Store } from "../../domain/storage/store.ts";
import { printTable } from "./numbers.ts";
import { acceptingProvider, composeRamz, otpOf } from "./ramz.ts";
import { nextNumber } from "./requests.ts";
import { takeSample } from "./sample.ts";
import { createOtp } from "../../domain/use-cases/create-otp.ts";
import type { OtpPorts } from "../../domain/use-cases/context.ts";

const BATCHES = 15;
const BATCH = 3_000;
const SECRETS = ["a-secret-for-the-benchmark-and-nothing-else"] as const;
const RULES: RecipientRules = { countries: ["IR"], landlines: false };
const TRACE = "0af7651916cd43dd8448eb211c80319c";

export async function printBreakdown(folder: string): Promise<void> {
  const { ledger } = await takeSample();
  const secrets = createSecrets(SECRETS);
  const seed = { id: TRACE, purpose: "default", nonce: TRACE, keyId: secrets.keyId, codeLength: 6 };
  const text = encodeLedger(ledger);
  const store = openSqlite({ path: join(folder, "breakdown.db"), clock: systemClock });

  const http = await timed(bareRoute());
  const number = await timed(() => admit(nextNumber(), RULES, libphonenumber));
  const keyed = await timed(() => {
    secrets.ledgerKey("default", "+989121234567");
    codeOf(seed, secrets);
    systemRandom.token(16);
    systemRandom.token(9);
  });
  const encode = await timed(() => encodeLedger(ledger));
  const stored = await timed(async () => {
    const key = secrets.ledgerKey("default", nextNumber());
    await store.load(key);
    await store.save(key, ledger, 0, systemClock.now() + 1e6);
    await store.save(key, ledger, 1, systemClock.now() + 1e6);
  });
  const decode = await timed(() => decodeLedger(text));
  const useCase = await timed(starting(bareUseCases(secrets)));
  const ramz = await composeRamz("sqlite::memory:", acceptingProvider(), {
    store: NOWHERE,
    log: await silentLog(),
  });
  const observed = await timed(starting(otpOf(ramz)));
  await ramz.close();
  await store.close();

  console.log("\n== Where a start goes (each part alone, at its fastest, microseconds)");
  const rows: readonly (readonly [string, number])[] = [
    ["Elysia: request, JSON, schema, answer", http],
    ["number parsing", number],
    ["HMAC (ledger key, code) and random tokens", keyed],
    ["ledger encode, twice", 2 * encode],
    ["SQLite: 1 select, 2 writes", stored - 2 * encode],
    ["rules, chain, timers, promises", useCase - number - keyed],
    ["spans, metrics, two log lines", observed - useCase],
  ];
  printTable(
    ["", "us"],
    [
      ...rows.map(([name, us]) => [name, us.toFixed(1)] as const),
      ["together", rows.reduce((sum, [, us]) => sum + us, 0).toFixed(1)],
      ["(a check decodes the ledger instead)", decode.toFixed(1)],
    ],
  );
}

/** A log that costs what a log does, up to its output. */
export function silentLog() {
  return createLog({ redact: (line) => line, output: { isTerminal: false, write() {}, onGap() {} } });
}

/** The fastest batch: other load on the machine and garbage collection only add time. */
export async function timed(work: () => unknown): Promise<number> {
  const batches: number[] = [];
  for (let batch = 0; batch <= BATCHES; batch++) {
    const startedAt = Bun.nanoseconds();
    for (let turn = 0; turn < BATCH; turn++) await work();
    if (batch > 0) batches.push((Bun.nanoseconds() - startedAt) / BATCH / 1000);
  }
  return Math.min(...batches);
}

function bareRoute(): () => Promise<Response> | Response {
  const app = new Elysia().post("/v1/verifications", () => Response.json({ to: TRACE }), { body: StartBody });
  const init = { method: "POST", headers: { "content-type": "application/json" } };
  return () =>
    app.fetch(
      new Request("http://localhost/v1/verifications", { ...init, body: `{"to":"${nextNumber()}"}` }),
    );
}

/** Stores nothing, so that everything except storage is measured. */
export const NOWHERE: Store = {
  load: async () => null,
  save: async () => "saved",
  ping: async () => {},
  close: async () => {},
  windows: {
    count: async (counts, at) =>
      counts.map(({ amount }) => ({ counted: true, sums: { used: amount, approved: 0 }, freeAt: at })),
  },
  once: {
    claim: async () => ({ kind: "claimed" }),
    replace: async () => {},
    release: async () => {},
  },
  notes: { expect: async () => {}, add: async () => null, read: async () => null },
  audit: { append: async () => "appended", read: async () => [], last: async () => null },
};

/** The use cases without the rest of the process. */
function bareUseCases(secrets: OtpPorts["secrets"]): Otp {
  return createOtp({
    clock: systemClock,
    random: systemRandom,
    numbering: libphonenumber,
    proofs: createProofs(SECRETS),
    providers: [acceptingProvider()],
    policy: DEFAULT_POLICY,
    recipients: RULES,
    secrets,
    rateLimiter: noRateLimits,
    challenges: createTestChallenges(),
    store: NOWHERE,
  });
}

export function starting(otp: Otp): () => Promise<unknown> {
  const command = {
    app: "default",
    channel: "sms",
    locale: "fa",
    purpose: "default",
    traceId: TRACE,
  } as const;
  return () => otp.start({ ...command, to: nextNumber() });
}
