/** A Ramz whose replies are held against its document, with a store and providers that fare as a scene wants. */
import { openStore } from "../../../../app/composition/open-adapters.ts";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import { type Store, StoreUnavailable, type StoredLedger } from "../../../../domain/storage/store.ts";
import { createShiftedClock, type ShiftedClock } from "../../../e2e/chain/serving.ts";
import type { Api } from "../../../support/http.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { serveHere } from "../../../support/serving.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { type Contract, contractOf } from "./contract.ts";

const [full, plain, carrier, reader, sender] = [testKey(), testKey(), testKey(), testKey(), testKey()];
const RIGHTS = ", own_code = true, client_ip = true, known_session = true, challenge_passed = true";
const HOOK_SECRET = "a-secret-of-the-hook-and-nothing-else";
const toml = (further: string) => `
[apps.shop]
keys = [
  ${line(full, ["admin"], RIGHTS)},
  ${line(plain, ["admin"])},
  ${line(carrier, ["send"], ", own_code = true")},
  ${line(reader, ["read"], RIGHTS)},
  ${line(sender, ["send"], RIGHTS)},
]
${further}
[apps.shop.limits.caller]
device = { per_hour = 1 }
[apps.shop.hooks.logto]
secrets = ["${HOOK_SECRET}"]
`;

/** How the store fares: it answers, does not, fails as it must not, fails so for ledgers alone, or another process always saves first. */
type Mood = "fair" | "away" | "broken" | "unreadable" | "contested";

export interface Ground extends AsyncDisposable {
  readonly contract: Contract;
  /** The app's key with every right. */
  readonly api: Api;
  /** A key without any right beside its scope. */
  readonly plain: Api;
  /** A key that may bring codes, and nothing more. */
  readonly carrier: Api;
  readonly withoutKey: Api;
  /** `reader` and `sender` have one scope. */
  readonly keys: Readonly<Record<"full" | "reader" | "sender", string>>;
  readonly hook: Api;
  readonly clock: ShiftedClock;
  /** The code that was last handed to a provider for this number. */
  codeFor(to: string): string;
  /** Runs it while the store fares so. */
  during<T>(mood: Mood, work: () => Promise<T>): Promise<T>;
  /** What becomes of messages from now on. */
  fate: (message: DeliveryMessage) => Promise<DeliveryResult> | DeliveryResult;
}

export const ACCEPTED: DeliveryResult = { outcome: "accepted", messageId: "8792343", costRial: 120 };

const EVERYTHING: Env = {
  RAMZ_COMPAT_PRELUDE: "true",
  RAMZ_COMPAT_TWILIO: "true",
  RAMZ_GUARD: "off",
  OTP_RESEND_WAIT_TIME: "0",
  OTP_DELIVERY_RESEND_WAIT: "0",
  OTP_CHAIN_DEADLINE_MS: "1000",
  OTP_ATTEMPT_TIMEOUT_MS: "1000",
};

let contract: Contract | undefined;

/** `app` are further lines of the app's table. All grounds share one contract. */
export async function openGround(env: Env = {}, app = ""): Promise<Ground> {
  const folder = tempFolder();
  folder.write("ramz.toml", toml(app));
  const clock = createShiftedClock();
  const { store, during } = await moodyStore();
  const codes = new Map<string, string>();
  const provider: Provider = {
    name: "fates",
    account: "fates",
    channels: ["sms"],
    explain: () => null,
    async deliver(message) {
      codes.set(message.recipient, message.code);
      return ground.fate(message);
    },
  };
  const serving = await serveHere(
    { ...EVERYTHING, RAMZ_CONFIG: `${folder.path}/ramz.toml`, RAMZ_STORE: "sqlite::memory:", ...env },
    { store, clock, providers: [provider], reportError: () => {} },
  );
  contract ??= contractOf((await serving.api.get("/openapi/json")).body);
  const bare = contract.watched(serving.api.url);
  const ground: Ground = {
    contract,
    api: withHeaders(bare, full.headers),
    plain: withHeaders(bare, plain.headers),
    carrier: withHeaders(bare, carrier.headers),
    withoutKey: bare,
    keys: { full: full.key, reader: reader.key, sender: sender.key },
    hook: withHeaders(bare, { authorization: `Bearer ${HOOK_SECRET}` }),
    clock,
    codeFor: (to) => codes.get(to) ?? "",
    during,
    fate: () => ACCEPTED,
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
  return ground;
}

async function moodyStore(): Promise<{ readonly store: Store } & Pick<Ground, "during">> {
  const inner = await openStore({ kind: "sqlite", path: ":memory:" });
  const loaded = new Map<string, StoredLedger>();
  let mood: Mood = "fair";
  const bear = (): void => {
    if (mood === "away") throw new StoreUnavailable("the store does not answer");
    if (mood === "broken") throw new Error("what must not happen");
  };
  const store: Store = {
    ...inner,
    async ping() {
      bear();
      await inner.ping();
    },
    async load(key) {
      bear();
      if (mood === "unreadable") throw new Error("what must not happen");
      const stored = await inner.load(key);
      if (stored !== null) loaded.set(key, stored);
      return stored;
    },
    async save(key, ledger, revision, expiresAt) {
      bear();
      const before = loaded.get(key);
      if (mood === "contested" && before !== undefined)
        await inner.save(key, before.ledger, before.revision, expiresAt);
      return inner.save(key, ledger, revision, expiresAt);
    },
    windows: {
      ...inner.windows,
      count(counts, at) {
        bear();
        return inner.windows.count(counts, at);
      },
    },
    once: {
      ...inner.once,
      async claim(...claim) {
        bear();
        return inner.once.claim(...claim);
      },
    },
  };
  return {
    store,
    async during(wanted, work) {
      mood = wanted;
      try {
        return await work();
      } finally {
        mood = "fair";
      }
    },
  };
}
