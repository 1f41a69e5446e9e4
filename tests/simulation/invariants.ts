/** What must hold in every world. Each invariant returns how it was broken, or null. */
import { capsOf } from "../../domain/ledger/send-limits.ts";
import type { TrustLevel } from "../../domain/ledger/verification.ts";
import { StoreUnavailable } from "../../domain/storage/store.ts";
import type { VerificationView } from "../../domain/ledger/verification-view.ts";
import { mostWithin } from "../support/steps.ts";
import { only, sentAt } from "./history.ts";
import { above, firstOf, type Invariant } from "./invariant.ts";
import { MESSENGERS_REST } from "./messengers-rest.ts";
import { RULES_HOLD } from "./rules-hold.ts";
import type { Run } from "./world.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";

/** The first invariant that was broken, or null. */
export function broken(run: Run): string | null {
  for (const [invariant, check] of Object.entries(INVARIANTS)) {
    const how = check(run);
    if (how !== null) return `Broken: ${invariant}. ${how}`;
  }
  return null;
}

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  ...RULES_HOLD,
  ...MESSENGERS_REST,

  "a verification is approved at most once": ({ events }) =>
    firstRepeated(compared(events, "approved").map(({ id }) => id)),

  "a verification's guesses are compared as often as allowed": ({ plan, events }) => {
    const tried = Map.groupBy(
      [...compared(events, "approved"), ...compared(events, "incorrect")],
      ({ id }) => id,
    );
    const over = [...tried].find(([, guesses]) => guesses.length > plan.policy.checksPerVerification);
    return over === undefined ? null : `${over[0]} was compared ${over[1].length} times`;
  },

  "a day's guesses of a number and trust level are compared as often as allowed": ({ plan, events }) => {
    const levelOf = levels(events);
    const all = [...compared(events, "approved"), ...compared(events, "incorrect")];
    return firstOf(
      Map.groupBy(all, ({ recipient, id }) => `${levelOf(id)} ${recipient}`),
      (some) => {
        const caps = capsOf(plan.policy, levelOf(some[0]?.id ?? ""));
        const times = some.map(({ readAt }) => readAt);
        return above(mostWithin(times, DAY_MS), caps.guessesPerDay, "guesses in a day");
      },
    );
  },

  "nothing is approved after its end of life": ({ events }) =>
    compared(events, "approved").find(({ readAt, expiresAt }) => readAt >= expiresAt)?.id ?? null,

  "no message is handed over after its deadline or its code's life": ({ plan, events }) => {
    const late = only(events, "handed").find(({ at, deadline, message }) => {
      // The chain begins once the rules across recipients have answered.
      const begins = sentAt(message) + 2 * plan.weather.slowestMs;
      const end = Math.min(message.expiresAt, begins + plan.policy.chainDeadlineMs);
      return at >= end || at >= deadline || deadline > end;
    });
    return late === undefined
      ? null
      : `${late.provider} got ${late.message.attemptId} at ${late.at}, due ${late.deadline}`;
  },

  "no message is handed over once this process has reported the verification as settled": ({ events }) => {
    const over = new Set<string>();
    for (const event of events) {
      const { kind, process } = event;
      if (kind === "handed" && over.has(`${process} ${event.message.verificationId}`))
        return event.message.attemptId;
      const ends =
        kind === "answered" &&
        ((event.verb === "cancel" && event.verdict.kind === "canceled") ||
          (event.verb === "check" && event.verdict.kind === "approved"));
      if (ends && "verification" in event.verdict) over.add(`${process} ${event.verdict.verification.id}`);
    }
    return null;
  },

  "no hour and no day of a number and trust level has more messages than allowed": ({ plan, events }) => {
    if (plan.lying) return null;
    const levelOf = levels(events);
    const all = only(events, "arrived").map(({ message }) => message);
    return firstOf(
      Map.groupBy(all, ({ recipient, verificationId }) => `${levelOf(verificationId)} ${recipient}`),
      (some) => {
        const { sendsPerHour, sendsPerDay } = capsOf(plan.policy, levelOf(some[0]?.verificationId ?? ""));
        const sends = [...new Set(some.map(sentAt))];
        return (
          above(mostWithin(sends, HOUR_MS), sendsPerHour, "sends in an hour") ??
          above(mostWithin(sends, DAY_MS), sendsPerDay, "sends in a day")
        );
      },
    );
  },

  "all messages of a verification have the same code": ({ events }) => {
    const codes = Map.groupBy(only(events, "handed"), ({ message }) => message.verificationId);
    const changed = [...codes].find(([, all]) => new Set(all.map(({ message }) => message.code)).size > 1);
    return changed?.[0] ?? null;
  },

  "every call of a provider has its own attempt id": ({ events }) =>
    firstRepeated(only(events, "handed").map(({ message }) => message.attemptId)),

  "neither a verdict nor the store shows a code": ({ events, stored }) => {
    const codes = new Set(only(events, "handed").map(({ message }) => `"${message.code}"`));
    const texts = [stored, ...only(events, "answered").map(({ verdict }) => JSON.stringify(verdict))];
    return [...codes].find((code) => texts.some((text) => text.includes(code))) ?? null;
  },

  "nothing fails but the store": ({ events }) => {
    const surprise = only(events, "failed").find(({ error }) => !(error instanceof StoreUnavailable));
    return surprise === undefined ? null : `${surprise.verb}: ${String(surprise.error)}`;
  },

  "every timer is freed": ({ timersHeld }) => above(timersHeld, 0, "timers held"),
};

/** The trust level of each verification: of its start, or of a check by number when the start was not answered. */
function levels(events: Run["events"]): (id: string) => TrustLevel {
  const known = new Set<string>();
  for (const answered of only(events, "answered")) {
    if (answered.verb !== "start" && answered.verb !== "check") continue;
    const { command, verdict } = answered;
    if ("verification" in verdict && "to" in command && command.knownSession)
      known.add(verdict.verification.id);
  }
  return (id) => (known.has(id) ? "known-session" : "unknown");
}

/** The verifications of the checks with this verdict, as the verdicts show them. */
function compared(events: Run["events"], word: "approved" | "incorrect"): readonly VerificationView[] {
  return only(events, "answered").flatMap(({ verb, verdict }) =>
    verb === "check" && verdict.kind === word ? [verdict.verification] : [],
  );
}

function firstRepeated(words: readonly string[]): string | null {
  return words.find((word, at) => words.indexOf(word) !== at) ?? null;
}
