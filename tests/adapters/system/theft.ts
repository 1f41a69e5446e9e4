/** A stolen copy of a store in which one number has a code that is still good. */
import { readFileSync } from "node:fs";
import { openSqlite } from "../../../adapters/stores/sqlite.ts";
import { systemRandom } from "../../../adapters/system/random.ts";
import { createSecrets } from "../../../adapters/system/secrets.ts";
import type { CodeSeed } from "../../../domain/ledger/code.ts";
import { createIdempotency } from "../../../domain/use-cases/idempotency.ts";
import { ledgerKeyOf } from "../../../domain/ledger/verification-id.ts";
import { encryptedLedgers } from "../../../domain/storage/encrypted-ledgers.ts";
import type { Store } from "../../../domain/storage/store.ts";
import { createSimClock } from "../../support/sim-clock.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix, openAt } from "../../support/redis/store.ts";
import { codeIn, verificationIn } from "../../support/steps.ts";
import { createWorld, START } from "../../support/world.ts";
import { temporaryFolder } from "../stores/temporary-folder.ts";

export const SECRET = "the-secret-nobody-stole-long-enough-to-be-one";

export interface Theft {
  readonly code: string;
  /** Every byte, and what the thief makes of them who knows this source. */
  readonly dump: string;
  /** Every word in the dump: all that a guess could be recognised by, or salted with. */
  readonly words: readonly string[];
  readonly seed: CodeSeed;
}

const folder = temporaryFolder();

export const THEFTS: Readonly<Record<string, () => Promise<Theft>>> = {
  async SQLite() {
    const path = folder.file("stolen.db");
    // A clock that stands still: whether the digits occur by accident is the same in every run.
    const store = openSqlite({ path, clock: createSimClock() });
    return steal(store, async () =>
      [path, `${path}-wal`].map((file) => readFileSync(file, "latin1")).join("\n"),
    );
  },
  async Redis() {
    const { url, servers } = await single();
    const prefix = freshPrefix();
    const store = await openAt(url, { RAMZ_STORE_PREFIX: prefix });
    return steal(store, async () => {
      const { redis } = servers[0];
      const keys = await redis.keys(`${prefix}*`);
      const values = await Promise.all(keys.map((key) => redis.getBuffer(key)));
      return [...keys, ...values.map((value) => value?.toString("latin1") ?? "")].join("\n");
    });
  },
};

export function endOfThefts(): void {
  folder.remove();
}

async function steal(store: Store, dumped: () => Promise<string>): Promise<Theft> {
  const secrets = createSecrets([SECRET]);
  const clock = { ...createSimClock(), now: () => Date.now() };
  const ledgers = encryptedLedgers(store, { secrets, clock, numbersAtRest: "encrypted" });
  const world = createWorld({ ports: () => ({ clock, store: ledgers, secrets }) });
  const started = await world.otp.start(START);
  const request = { app: "shop", key: "k1", content: "/v1/verifications", waitMs: 0 };
  const answer = async () => ({ text: JSON.stringify(started), mayBeOut: true });
  await createIdempotency({ once: store.once, secrets, clock, random: systemRandom }).run(request, answer);
  const { id } = verificationIn(started);
  const stored = await store.load(ledgerKeyOf(id) ?? "");
  const pending = stored?.ledger.verifications.find((one) => one.id === id);
  if (pending?.status !== "pending") throw new Error("the theft needs a code that is still good");
  const dump = `${await dumped()}\n${JSON.stringify(stored)}`;
  await store.close();
  const words = [...new Set(dump.match(/[\w+/=-]{4,}/g) ?? [])];
  return { code: codeIn(world), dump, words, seed: pending };
}
