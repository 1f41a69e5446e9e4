/**
 * Decisions of the rules across recipients as metrics, log lines and records to replay. Lines and records name blocks of numbers. A block
 * and a masked number together leave only two digits open, so they must not be joined with the lines of one verification: they have no
 * trace, and a keyed hash of their own for the ledger.
 */
import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import {
  type Recorded,
  type SendDecided,
  sourceRule,
  sourcesText,
} from "../../../domain/rate-limits/guard-replay-records.ts";
import { blockOf } from "../../../domain/rate-limits/guard-counts.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { RateLimiter, Refused, Reservation } from "../../../domain/rate-limits/rate-limiter.ts";
import type { Notice, QuotaState } from "../../../domain/rate-limits/rule.ts";
import type { Log } from "../log/log.ts";
import type { BudgetState, Instruments } from "../metrics.ts";
import { labelsOf, logNotice } from "./rate-limit-events.ts";
import { createThrottledLog } from "../log/throttled-log.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { Sender, Standing } from "../../../domain/rate-limits/sender.ts";

/** How the decisions of an app are recorded. */
export interface DecisionRecording {
  /** Keyed hash of a ledger, used in records only. */
  readonly recordKey: (app: string, recipient: string) => string;
  /** Whether decisions are recorded for replays. Off where no guard is on. */
  readonly recorded: boolean;
}

export interface RateLimitTools {
  readonly clock: Clock;
  readonly log: Log;
  readonly instruments: Pick<Instruments, "quotaDecisions">;
  /** Called with every budget that a send was charged to. */
  readonly budget: (state: BudgetState) => void;
}

/** The rate limiter, observed. No line and no record holds a whole number or a code. Lines about the limit of an address name it; no record does. */
export function observeRateLimits(
  rateLimiter: RateLimiter,
  { recordKey, recorded: isRecorded }: DecisionRecording,
  tools: RateLimitTools,
): RateLimiter {
  const { clock, instruments, budget } = tools;
  const log: Log = (...line) => context.with(ROOT_CONTEXT, () => tools.log(...line));
  const throttled = createThrottledLog(log, clock);
  /** The sender of each reservation, until it is settled. */
  const senders = new WeakMap<Reservation, Sender>();
  const ledgerOf = ({ app, recipient }: Pick<Sender, "app" | "recipient">) => recordKey(app, recipient);
  const report = (notices: readonly Notice[], send: SendDecided) => {
    for (const notice of notices) {
      instruments.quotaDecisions.add(1, labelsOf(notice));
      logNotice(notice, send, throttled);
    }
  };
  const record = (message: string, recorded: Recorded) => {
    if (!isRecorded) return;
    const fields =
      recorded.event === "send.decided"
        ? { ...recorded, sources: sourcesText(recorded.sources) }
        : { ...recorded };
    log("info", message, fields);
  };

  return {
    identify: (requester, at) => rateLimiter.identify(requester, at),
    async reserve(sender, at, reads) {
      const answer = await rateLimiter.reserve(sender, at, reads);
      for (const state of answer.budgets) budget({ ...state, app: ownerOf(state, sender) });
      if (answer.kind === "reserved") senders.set(answer, sender);
      if (!isRecorded && answer.notices.length === 0) return answer;
      const send = decisionOf(sender, answer, ledgerOf(sender), at);
      report(answer.notices, send);
      record(send.decision === "sent" ? "the rules let it out" : `${send.decision} by ${send.rule}`, send);
      return answer;
    },
    async settle(reservation, usage) {
      const notices = await rateLimiter.settle(reservation, usage);
      const sender = senders.get(reservation);
      const isReturned = isRecorded && usage.messages === 0;
      if (sender === undefined || (notices.length === 0 && !isReturned)) return notices;
      const ledger = ledgerOf(sender);
      if (notices.length > 0) report(notices, decisionOf(sender, reservation, ledger, reservation.at));
      if (isReturned)
        record("nothing went out", {
          event: "send.returned",
          at: clock.now(),
          ledger,
          asked: reservation.at,
        });
      return notices;
    },
    async confirm(watched, sends, at) {
      await rateLimiter.confirm(watched, sends, at);
      if (sends > 0 && isRecorded)
        record("confirmed", { event: "send.confirmed", at, ledger: ledgerOf(watched), sends });
    },
    async reportCarried(watched, { sends, isUsed }, at) {
      await rateLimiter.reportCarried(watched, { sends, isUsed }, at);
      const outcome = isUsed ? "used" : "unused";
      record(`reported as ${outcome}`, {
        event: "send.reported",
        at,
        ledger: ledgerOf(watched),
        sends,
        outcome,
      });
    },
  };
}

function decisionOf(sender: Sender, answer: Reservation | Refused, ledger: string, at: EpochMs): SendDecided {
  const { app, recipient, operator, sources, isChallengePassed, isCarried } = sender;
  const isExempt = answer.notices.some(({ kind }) => kind === "exempt");
  const standing = isExempt ? "vouched" : sender.standing;
  return {
    event: "send.decided",
    at,
    ledger,
    app,
    block: blockOf(recipient),
    operator,
    sources,
    standing,
    carried: isCarried === true ? true : undefined,
    challenge: isChallengePassed ? "passed" : undefined,
    ...outcomeOf(answer, standing),
  };
}

function outcomeOf(
  answer: Reservation | Refused,
  standing: Standing,
): Pick<SendDecided, "decision" | "rule"> {
  if (answer.kind === "reserved")
    return { decision: "sent", rule: standing === "vouched" ? undefined : suspicionOf(answer) };
  const decision = answer.refusal.kind === "challenge_required" ? "challenged" : "refused";
  return { decision, rule: refusingRule(answer) };
}

/** A limit rather than the guard when both refused, because another guard would not have changed the decision. */
function refusingRule({ notices, refusal }: Refused): string {
  const limit = notices.find((notice) => notice.kind === "exceeded" && notice.mode === "enforce");
  return limit?.kind === "exceeded" ? limit.rule : refusal.rule;
}

/** What of the guard would have stopped it in enforce mode: a source first, or a place that asks for a challenge. */
function suspicionOf({ notices }: Reservation): string | undefined {
  const sources = notices.flatMap((notice) => (notice.kind === "suspicious" ? [notice.dimension] : []));
  const places = notices.flatMap((notice) => (notice.kind === "challenged" ? [notice.rule] : []));
  return sources.find((dimension) => sourceRule(dimension) !== null) ?? places[0];
}

function ownerOf({ name }: QuotaState, { app }: Sender): string | undefined {
  return name.startsWith("app_") ? app : undefined;
}
