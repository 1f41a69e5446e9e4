/** An attempt in the form that callers and operators read: the API, `ramz explain` and `ramz send` show it alike, but for what is the operators' alone. */
import { type Attempt, channelOf, type ReceiptedAttempt } from "../../domain/delivery/attempt.ts";
import type { Channel } from "../../domain/delivery/provider.ts";
import type { Receipt } from "../../domain/delivery/receipt.ts";
import type { Language, Text } from "../language/language.ts";
import { CHAIN_HINTS, lookInto } from "./attempt-hints.ts";
import type { App } from "./calling-app.ts";

/** As JSON: times in ISO 8601, absent what is not known. */
export interface PresentedAttempt {
  readonly provider: string;
  readonly channel: Channel;
  readonly outcome: string;
  readonly fault?: string;
  readonly reason?: string;
  readonly vendor_code?: string;
  readonly hint?: string;
  readonly message_id?: string;
  readonly cost_rial?: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly receipt?: PresentedReceipt;
}

interface PresentedReceipt {
  readonly state: Receipt["state"];
  readonly at: string;
  /** From the vendor's acceptance to its receipt. */
  readonly after_ms: number;
  readonly reason?: string;
}

/** What says how its providers' attempts are to be read. */
export type Explainer = Pick<App, "explain" | "messenger">;

/** The attempt with its hint in `language`. */
export function presentAttempt(
  attempt: ReceiptedAttempt,
  app: Explainer,
  language: Language,
): PresentedAttempt {
  const { provider, outcome, fault, reason, vendorCode, messageId, costRial } = attempt;
  const hint = hintOf(attempt, app)?.[language];
  return {
    provider,
    channel: channelOf(attempt),
    outcome,
    ...(fault && { fault }),
    ...(reason && { reason }),
    ...(vendorCode && { vendor_code: vendorCode }),
    ...(hint && { hint }),
    ...(messageId && { message_id: messageId }),
    ...(costRial !== undefined && { cost_rial: costRial }),
    started_at: iso(attempt.startedAt),
    duration_ms: attempt.durationMs,
    ...(attempt.receipt && { receipt: presentReceipt(attempt, attempt.receipt) }),
  };
}

/** An attempt for operators, who compare it with the vendor's panel. The API does not show which line or template an app uses. */
export interface OperatorsAttempt extends PresentedAttempt {
  readonly template?: string;
  readonly line?: string;
}

export function presentForOperators(
  attempt: ReceiptedAttempt,
  app: Explainer,
  language: Language,
): OperatorsAttempt {
  const { sentWith } = attempt;
  const presented = presentAttempt(attempt, app, language);
  return sentWith === undefined ? presented : { ...presented, [sentWith.kind]: sentWith.name };
}

function presentReceipt(
  { startedAt, durationMs }: Attempt,
  { state, at, reason }: Receipt,
): PresentedReceipt {
  const after_ms = Math.max(0, at - startedAt - durationMs);
  return { state, at: iso(at), after_ms, ...(reason !== undefined && { reason }) };
}

/** What to do about an attempt that failed, or where its message is if that is not among the text messages. */
export function hintOf(attempt: Attempt, app: Explainer): Text | undefined {
  const { provider, outcome, reason } = attempt;
  if (reason !== undefined) return app.explain(provider, reason) ?? CHAIN_HINTS[reason];
  const isThere = outcome === "accepted" && channelOf(attempt) === "messenger";
  return isThere ? lookInto(app.messenger(provider)) : undefined;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
