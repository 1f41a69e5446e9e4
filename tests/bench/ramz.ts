/** Ramz from its own composition root, with a provider that accepts at once or after a delay. */
import type { InboxMessage } from "../../adapters/providers/_kit/plugin.ts";
import { createInbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import { compose, type Overrides, type Ramz } from "../../app/composition/compose.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Callback, CallbackReading } from "../../domain/delivery/receipt.ts";
import type { Otp } from "../../domain/otp.ts";
import { HOUR_MS, MINUTE_MS } from "../../domain/time.ts";
import { atOnce } from "./at-once.ts";
import type { Subject, SubjectOptions, Target } from "./subject-api.ts";

export const BENCH_SECRET = "a-secret-for-the-benchmark-and-nothing-else";

export interface ProviderOptions {
  readonly receipts?: boolean;
  readonly takesMs?: number;
  readonly carried?: (message: DeliveryMessage) => void;
}

export function acceptingProvider({
  takesMs = 0,
  carried,
  receipts = false,
}: ProviderOptions = {}): Provider {
  let sent = 0;
  return {
    name: "accepting",
    account: "accepting",
    channels: ["sms"],
    explain: () => null,
    async deliver(message) {
      if (takesMs > 0) await Bun.sleep(takesMs);
      carried?.(message);
      const sentWith = { kind: "template", name: "verify" } as const;
      return { outcome: "accepted", messageId: receipts ? `m${++sent}` : "1", sentWith };
    },
    ...(receipts && { receipt: readReceipt }),
  };
}

/** A vendor that signs with a key that is not worth measuring. */
function readReceipt({ body }: Callback): CallbackReading {
  const { id: messageId }: { readonly id: string } = JSON.parse(body);
  return { kind: "statuses", proof: "signed", statuses: [{ messageId, state: "delivered" }] };
}

/** Every limit, as high as possible: everything is counted, nothing is refused. */
const HIGH = "100000000";
const EVERY_LIMIT = {
  RAMZ_IP_SENDS_PER_HOUR: HIGH,
  RAMZ_IP_SENDS_PER_DAY: HIGH,
  RAMZ_MESSAGES_PER_DAY: HIGH,
  RAMZ_RIAL_PER_DAY: "1000000000000",
  RAMZ_GUARD: "enforce",
  RAMZ_GUARD_BLOCK_FLOOR: HIGH,
  RAMZ_GUARD_OPERATOR_FLOOR: HIGH,
  RAMZ_GUARD_SUBNET_FLOOR: HIGH,
  RAMZ_GUARD_APP_FLOOR: HIGH,
};

export async function composeRamz(
  store: string,
  provider: Provider = acceptingProvider(),
  further: Overrides & {
    readonly limited?: boolean;
    readonly receipts?: boolean;
    readonly routing?: "fixed" | "learn" | undefined;
  } = {},
): Promise<Ramz> {
  const { limited = false, receipts = false, routing, ...overrides } = further;
  const env = {
    RAMZ_SECRET: BENCH_SECRET,
    RAMZ_STORE: store,
    ...(limited && EVERY_LIMIT),
    ...(receipts && { RAMZ_RECEIPTS: "true" }),
    ...(routing !== undefined && { RAMZ_ROUTING: routing, RAMZ_STORE_PREFIX: `ramz-${routing}` }),
  };
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, env, {
    providers: routing === undefined ? [provider] : threeOf(provider),
    ...overrides,
  });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  return composed.ramz;
}

/** A chain of three, for routes. */
function threeOf(provider: Provider): readonly Provider[] {
  return ["accepting", "second", "third"].map((name) => ({ ...provider, name, account: name }));
}

export async function openRamz({
  store,
  providerMs = 0,
  limited = false,
  receipts = false,
  routing,
  inbox: isShown = false,
  sharedPort,
}: SubjectOptions): Promise<Subject> {
  /** By number, while verifications are prepared. Under load no code is kept. */
  let codes: Map<string, string> | null = null;
  const inbox = isShown ? createInbox() : undefined;
  const provider = acceptingProvider({
    receipts,
    takesMs: providerMs,
    carried(message) {
      codes?.set(message.recipient, message.code);
      inbox?.keep(shown(message));
    },
  });
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const ramz = await composeRamz(store, provider, {
    limited,
    receipts,
    routing,
    clock,
    ...(inbox && { inbox }),
  });
  const otp = otpOf(ramz);
  let numbers = 0;
  const nextNumber = () => `090${String(numbers++).padStart(8, "0")}`;
  if (limited) {
    // A start a minute for a day and longer, up to now: every bucket of every window holds something, as on a busy server.
    for (aheadMs = -25 * HOUR_MS; aheadMs < 0; aheadMs += MINUTE_MS) await startedId(otp, nextNumber());
    aheadMs = 0;
  }
  const { url } = listen(ramz, {
    host: "127.0.0.1",
    port: sharedPort ?? 0,
    shared: sharedPort !== undefined,
  });

  return {
    port: Number(url.port),
    async prepare(count) {
      const carried = (codes = new Map());
      const targets: Target[] = [];
      let left = count;
      await atOnce(
        () => left-- > 0,
        async () => {
          const to = nextNumber();
          const id = await startedId(otp, to);
          targets.push({ id, code: carried.get(`+98${to.slice(1)}`) ?? "" });
        },
      );
      codes = null;
      return targets;
    },
  };
}

function shown({ recipient: to, code, channel, verificationId, expiresAt }: DeliveryMessage): InboxMessage {
  const text = `${code}\nis your verification code. Do not share it.`;
  return { to, code, channel, verificationId, sentAt: Date.now(), expiresAt, text };
}

/** The use cases of the only app, which exists without configuration. */
export function otpOf({ apps }: Ramz): Otp {
  const [app] = apps.values();
  if (app === undefined) throw new Error("Ramz serves no app");
  return app.otp;
}

export async function startedId(otp: Otp, to: string): Promise<string> {
  const verdict = await otp.start({
    app: "default",
    to,
    channel: "sms",
    locale: "fa",
    purpose: "default",
    traceId: "0af7651916cd43dd8448eb211c80319c",
  });
  if (verdict.kind !== "sent") throw new Error(`a start was answered with "${verdict.kind}"`);
  return verdict.verification.id;
}
