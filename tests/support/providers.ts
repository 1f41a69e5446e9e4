/** Scripted providers that record what they were handed. */
import type {
  Channel,
  DeliveryMessage,
  DeliveryResult,
  Fault,
  Provider,
} from "../../domain/delivery/provider.ts";
import type { SimClock } from "./sim-clock.ts";
import type { EpochMs } from "../../domain/time.ts";

export const ACCEPTED: DeliveryResult = { outcome: "accepted", messageId: "m1" };
export const UNAVAILABLE: DeliveryResult = { outcome: "unavailable", reason: "connect_failed" };
export const UNKNOWN: DeliveryResult = { outcome: "unknown", reason: "reset" };
export const refused = (fault: Fault): DeliveryResult => ({
  outcome: "refused",
  fault,
  reason: `${fault}_bad`,
});

/** One answer: what, and how long the provider takes over it. */
export interface Answer {
  readonly says: DeliveryResult | "hangs" | "throws" | "nonsense";
  readonly afterMs?: number;
}

export interface Handed {
  readonly provider: string;
  readonly message: DeliveryMessage;
  readonly deadline: EpochMs;
  readonly at: EpochMs;
}

export interface ProviderOptions {
  readonly account?: string;
  readonly channels?: readonly Channel[];
}

/** Gives the answers in turn, the last one for ever. Everything it is handed goes to `handed`. */
export function fakeProvider(
  name: string,
  answers: readonly [Answer, ...Answer[]],
  clock: SimClock,
  handed: Handed[],
  { account = name, channels = ["sms"] }: ProviderOptions = {},
): Provider {
  let turn = 0;
  return {
    name,
    account,
    channels,
    explain: () => null,
    async deliver(message, deadline) {
      handed.push({ provider: name, message, deadline, at: clock.now() });
      const { says, afterMs = 0 } = answers[Math.min(turn++, answers.length - 1)] ?? answers[0];
      if (says === "hangs") return new Promise<never>(() => {});
      if (afterMs > 0) await clock.sleep(afterMs);
      if (says === "throws") throw new Error("a bug in the provider");
      return says === "nonsense" ? nonsense() : says;
    },
  };
}

/** What a provider that hands its vendor's answer through may say; the compiler cannot know. */
export function nonsense(): DeliveryResult {
  return JSON.parse('{ "outcome": "delivered", "ok": true }');
}
