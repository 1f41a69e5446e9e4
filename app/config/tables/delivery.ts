/** `[delivery]`: how many calls may be under way at one vendor account, and how long a message waits for a place. */
import { type SchemaOptions, Type } from "@sinclair/typebox";
import { type BulkheadRules, DEFAULT_BULKHEAD_RULES } from "../../../domain/delivery/bulkhead.ts";
import { closed, notes } from "../setting.ts";

/** The service's has a default and a variable; an app's is optional. */
export function resendOrder(options: SchemaOptions) {
  return Type.Union([Type.Literal("rotate"), Type.Literal("same")], options);
}

/** As `resendOrder`. */
export function onUndelivered(options: SchemaOptions) {
  return Type.Union([Type.Literal("off"), Type.Literal("next")], options);
}

export const DeliverySchema = Type.Object(
  {
    calls_per_account: Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: DEFAULT_BULKHEAD_RULES.callsPerAccount,
      ...notes(
        "RAMZ_CALLS_PER_ACCOUNT",
        "Calls that may be under way at one vendor account. max_calls in a provider's table sets another number for that provider.",
      ),
    }),
    call_wait_ms: Type.Integer({
      minimum: 0,
      maximum: 30_000,
      default: DEFAULT_BULKHEAD_RULES.waitMs,
      ...notes(
        "RAMZ_CALL_WAIT_MS",
        "Milliseconds that a message waits for a place at a busy account before the next account is tried.",
      ),
    }),
    examine_minutes: Type.Integer({
      minimum: 0,
      maximum: 1440,
      default: 0,
      ...notes(
        "RAMZ_EXAMINE_MINUTES",
        "Minutes between two examinations of every provider (credit, key, template), whose findings become metrics. Nothing is sent. 0: never.",
      ),
    }),
    resend_order: resendOrder({
      default: "rotate",
      ...notes(
        "RAMZ_RESEND_ORDER",
        "rotate: a resend begins with the next provider of the chain. same: every send begins with the first.",
      ),
    }),
    on_undelivered: onUndelivered({
      default: "off",
      ...notes(
        "RAMZ_ON_UNDELIVERED",
        "next: when a vendor proves that a message did not arrive while its code lives, the next provider sends the same code. off: the receipt is only shown.",
      ),
    }),
  },
  { ...closed, default: {} },
);

export function bulkheadRulesOf(written: { calls_per_account: number; call_wait_ms: number }): BulkheadRules {
  return { callsPerAccount: written.calls_per_account, waitMs: written.call_wait_ms };
}
