/**
 * What the rules across recipients decided: a metric of all, lines for whoever looks after it, and records to replay. They name blocks
 * of numbers, so they are kept apart from the lines of one verification: a block and a masked number together leave two digits open.
 * Hence no trace, and a hash of its own for the ledger.
 */
import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import type { Recorded, SendDecided } from "../../../domain/rate-limits/guard-replay-records.ts";
import { blockOf } from "../../../domain/rate-limits/pumping-guard.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { RateLimiter, Refused, Reservation } from "../../../domain/rate-limits/rate-limiter.ts";
import type { Notice, QuotaState } from "../../../domain/rate-limits/rule.ts";
import type { Log } from "../log/log.ts";
import type { BudgetState, Instruments } from "../metrics.ts";
import { explain, labelsOf } from "./rate-limit-events.ts";
import { createSparingLog } from "../log/throttled-log.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { Sender } from "../../../domain/rate-limits/sender.ts";

/** Whose decisions they are. */
export interface QuotaOwner {
  /** Keyed hash that stands for a ledger in records, and nowhere else. */
  readonly recordKey: (app: string, recipient: string) => string;
  /** Whether decisions are written down for a replay; not worth it where no guard is on. */
  readonly recorded: boolean;
}

export interface QuotaTools {
  readonly clock: Clock;
  readonly log: Log;
  readonly instruments: Pick<Instruments, "quotaDecisions">;
  /** Told of every budget that was asked. */
  readonly budget: (state: BudgetState) => void;
}

/** Nothing that is written holds a number as a whole, a code or an address. */
export function traceQuotas(
  quotas: RateLimiter,
  { recordKey, recorded: isRecorded }: QuotaOwner,
  tools: QuotaTools,
): RateLimiter {
  const { clock, instruments, budget } = tools;
  const log: Log = (...line) => context.with(ROOT_CONTEXT, () => tools.log(...line));
  const tell = createSparingLog(log, clock);
  /** Whose send it was, until it is settled. */
  const senders = new WeakMap<Reservation, Sender>();
  const ledgerOf = ({ app, recipient }: Pick<Sender, "app" | "recipient">) => recordKey(app, recipient);
  const heed = (notices: readonly Notice[], send: SendDecided) => {
    for (const notice of notices) {
      instruments.quotaDecisions(labelsOf(notice));
      explain(notice, send, tell);
    }
  };
  const record = (message: string, recorded: Recorded) => {
    if (isRecorded) log("info", message, { ...recorded });
  };

  return {
    async reserve(sender, at) {
      const answer = await quotas.reserve(sender, at);
      for (const state of answer.budgets) budget({ ...state, app: ownerOf(state, sender) });
      if (answer.kind === "reserved") senders.set(answer, sender);
      if (!isRecorded && answer.notices.length === 0) return answer;
      const send = decisionOf(sender, answer, ledgerOf(sender), at);
      heed(answer.notices, send);
      record(send.decision === "sent" ? "the rules let it out" : `refused by ${send.rule}`, send);
      return answer;
    },
    async settle(taken, use) {
      const notices = await quotas.settle(taken, use);
      const sender = senders.get(taken);
      const isToTell = notices.length > 0 || (isRecorded && use.messages === 0);
      if (sender === undefined || !isToTell) return notices;
      const ledger = ledgerOf(sender);
      if (notices.length > 0) heed(notices, decisionOf(sender, taken, ledger, taken.at));
      if (use.messages === 0)
        record("nothing went out", { event: "send.returned", at: clock.now(), ledger, asked: taken.at });
      return notices;
    },
    async confirm(watched, sends, at) {
      await quotas.confirm(watched, sends, at);
      if (sends > 0 && isRecorded)
        record("confirmed", { event: "send.confirmed", at, ledger: ledgerOf(watched), sends });
    },
  };
}

function decisionOf(sender: Sender, answer: Reservation | Refused, ledger: string, at: EpochMs): SendDecided {
  const { app, recipient, operator, network } = sender;
  const trusted = sender.proved || answer.notices.some(({ kind }) => kind === "exempt");
  const decision = answer.kind === "reserved" ? "sent" : "refused";
  const rule = answer.kind === "refused" ? refusingRule(answer) : trusted ? undefined : doubtOf(answer);
  const whom = { app, block: blockOf(recipient), operator, network };
  return { event: "send.decided", at, ledger, ...whom, trusted, decision, rule };
}

/** A limit rather than the guard, if both refused: another guard would not have changed that. */
function refusingRule({ notices, refusal }: Refused): string {
  const limit = notices.find((notice) => notice.kind === "exceeded" && notice.mode === "enforce");
  return limit?.kind === "exceeded" ? limit.rule : refusal.rule;
}

/** What of the guard would have refused it. */
function doubtOf({ notices }: Reservation): string | undefined {
  const doubt = notices.find(({ kind }) => kind === "suspicious");
  return doubt?.kind === "suspicious" ? doubt.dimension : undefined;
}

function ownerOf({ name }: QuotaState, { app }: Sender): string | undefined {
  return name.startsWith("app_") ? app : undefined;
}
