/**
 * What happened to a code, for the person who waits for it: what they can know and what they can do. Providers, their words, costs and
 * settings are the operator's, and no part of it.
 */
import { channelOf, mayHaveArrived, type ReceiptedAttempt } from "../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { WhyText } from "./texts.ts";

export type SentView = VerificationView | DeliveryView;

export interface Step {
  readonly at: EpochMs;
  readonly text: WhyText;
  /** The provider of a messenger, whose name says where to look. */
  readonly messenger?: string;
}

export interface Story {
  /** How it stands, in one or two sentences. */
  readonly standing: readonly WhyText[];
  /** What happened, the oldest first. */
  readonly steps: readonly Step[];
  /** What the person can do, the most useful first. */
  readonly advice: readonly WhyText[];
  /** Whether it may still change. */
  readonly isOpen: boolean;
}

/** How the newest message stands. */
type Fate = "sending" | "arrived" | "not_arrived" | "sent" | "maybe_sent" | "wrong_number" | "not_sent";

export function storyOf(view: SentView): Story {
  const settled = settledText(view);
  const fate = fateOf(newestSend(view.attempts));
  const isDone = settled === "approved";
  return {
    standing: isDone ? [settled] : [fate, ...(settled === null ? [] : [settled])],
    steps: [{ at: view.createdAt, text: "asked" }, ...stepsOf(view.attempts), ...lastStep(view, settled)],
    advice: isDone ? ["nothing", "not_you"] : adviceFor(view, fate, settled),
    isOpen: !isDone,
  };
}

function newestSend(attempts: readonly ReceiptedAttempt[]): readonly ReceiptedAttempt[] {
  const newest = Math.max(...attempts.map(({ send }) => send));
  return attempts.filter(({ send }) => send === newest);
}

function fateOf(attempts: readonly ReceiptedAttempt[]): Fate {
  const out = attempts.filter(mayHaveArrived);
  if (out.some(({ receipt }) => receipt?.state === "delivered")) return "arrived";
  if (out.some(({ outcome }) => outcome === "planned")) return "sending";
  const open = out.filter(({ receipt }) => receipt === undefined);
  if (open.some(({ outcome }) => outcome === "accepted")) return "sent";
  if (open.length > 0) return "maybe_sent";
  if (out.length > 0) return "not_arrived";
  return attempts.some(({ fault }) => fault === "recipient") ? "wrong_number" : "not_sent";
}

/** A send that went out nowhere is one step; what each provider said of it is not the person's. */
function stepsOf(attempts: readonly ReceiptedAttempt[]): readonly Step[] {
  const bySend = Map.groupBy(attempts, ({ send }) => send);
  const steps = [...bySend.values()].flatMap((send) => {
    const out = send.filter(mayHaveArrived);
    const failedAt = Math.max(...send.map(({ startedAt, durationMs }) => startedAt + durationMs));
    return out.length > 0 ? out.flatMap(stepsOfMessage) : [{ at: failedAt, text: "step_not_sent" as const }];
  });
  return steps.toSorted((a, b) => a.at - b.at);
}

function stepsOfMessage(attempt: ReceiptedAttempt): readonly Step[] {
  const { provider, startedAt, outcome, receipt } = attempt;
  const channel = channelOf(attempt);
  const texts = TEXTS[channel];
  const sent: Step = {
    at: startedAt,
    text: outcome === "accepted" ? texts.sent : outcome === "planned" ? "step_sending" : texts.maybe,
    ...(channel === "messenger" && { messenger: provider }),
  };
  if (receipt === undefined) return [sent];
  const text = receipt.state === "delivered" ? "step_arrived" : "step_not_arrived";
  return [sent, { at: receipt.at, text }];
}

const TEXTS = {
  sms: { sent: "step_sms", maybe: "step_maybe_sent" },
  call: { sent: "step_call", maybe: "step_maybe_called" },
  messenger: { sent: "step_messenger", maybe: "step_maybe_sent" },
} as const;

/** Why no code can be entered any more; null while one can, as far as is known. */
function settledText(view: SentView): "approved" | "expired" | "exhausted" | "canceled" | null {
  if ("outcome" in view && view.outcome === "used") return "approved";
  switch (view.status) {
    case "approved":
    case "expired":
    case "exhausted":
    case "canceled":
      return view.status;
    case "pending":
    case "undelivered":
    case "carrying":
    case "accepted":
    case "uncertain":
      return null;
  }
}

function lastStep(view: SentView, settled: ReturnType<typeof settledText>): readonly Step[] {
  if (settled === null || !("settledAt" in view) || view.settledAt === undefined) return [];
  return [{ at: view.settledAt, text: `step_${settled}` }];
}

function adviceFor(
  { attempts, recipient }: SentView,
  fate: Fate,
  settled: ReturnType<typeof settledText>,
): readonly WhyText[] {
  const wasCalled = attempts.some((attempt) => channelOf(attempt) === "call" && mayHaveArrived(attempt));
  const blocked = recipient.startsWith("+98") ? "blocked_iran" : "blocked";
  const onTheWay: readonly WhyText[] = [
    ...(wasCalled ? (["answer_call"] as const) : []),
    "check_number",
    "inbox_full",
    blocked,
  ];
  const first: readonly WhyText[] = settled === "canceled" ? ["newest_code"] : [];
  switch (fate) {
    case "sending":
      return ["look_again_soon"];
    case "sent":
    case "maybe_sent":
      return [...first, ...(settled === null ? (["wait"] as const) : []), ...onTheWay, ...AGAIN];
    case "arrived":
      return ["look_everywhere", "newest_code", ...AGAIN];
    case "not_arrived":
      return [...first, "in_reach", ...onTheWay, ...AGAIN];
    case "wrong_number":
      return ["correct_number", "support"];
    case "not_sent":
      return AGAIN;
  }
}

const AGAIN = ["again", "call", "support"] as const;
