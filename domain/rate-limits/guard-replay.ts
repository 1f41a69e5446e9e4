/** Runs a guard over recorded decisions, with the code that decides about real sends. */
import {
  placeRule,
  type Recorded,
  type SendConfirmed,
  type SendDecided,
  type SendReturned,
  sourceRule,
} from "./guard-replay-records.ts";
import { createMemoryWindows } from "./in-memory-windows.ts";
import type { GuardRules } from "./pumping-guard.ts";
import { NO_BUDGET, type RateLimitRules } from "./quotas.ts";
import { createRateLimiter, type Reservation } from "./rate-limiter.ts";
import type { Place, SourceKind } from "./rule.ts";
import type { Sender } from "./sender.ts";

/** A send as it was, and as it would have been. */
export interface Replayed {
  readonly send: SendDecided;
  /** The source that the guard would have refused; null when it would go on, or when another rule refused it anyway. */
  readonly blockedBy: SourceKind | null;
  /** The suspicious place for which the guard would have asked for a challenge. */
  readonly challengedBy: Place | null;
  /** It went out, and the number was proved with it. Always false for a refused send. */
  readonly confirmed: boolean;
  /** Nothing went out, so it cost nothing. */
  readonly returned: boolean;
}

/** A send whose end is not known yet. */
interface OpenSend {
  readonly send: SendDecided;
  /** Null when the guard would not have let it out. */
  readonly reservation: Reservation | null;
  readonly index: number;
}

/**
 * What the guard would have decided about each send, in the order of `records`, which must be that of time. It begins with empty
 * windows, so the first window of a record may refuse less than it did.
 */
export async function replay(records: readonly Recorded[], guard: GuardRules): Promise<readonly Replayed[]> {
  let now = 0;
  const windows = createMemoryWindows({ now: () => now });
  const rateLimiter = createRateLimiter({
    windows,
    secrets: { windowKey: (text) => text },
    rules: guardOnly(guard),
  });
  const replayed: Replayed[] = [];
  /** Sends that went out, by ledger, oldest first. */
  const open = new Map<string, readonly OpenSend[]>();
  const amend = ({ index }: OpenSend, change: Partial<Replayed>) => {
    const known = replayed[index];
    if (known !== undefined) replayed[index] = { ...known, ...change };
  };

  const decide = async (send: SendDecided) => {
    const outcome = { blockedBy: null, challengedBy: null, confirmed: false, returned: false };
    const index = replayed.push({ send, ...outcome }) - 1;
    // A rule that is not replayed refused it, and would refuse it again.
    if (send.decision === "refused" && sourceRule(send.rule) === null) return;
    const answer = await rateLimiter.reserve(senderOf(send), send.at);
    const one = { send, reservation: answer.kind === "reserved" ? answer : null, index };
    if (answer.kind === "refused") {
      const { rule } = answer.refusal;
      amend(one, { blockedBy: sourceRule(rule), challengedBy: placeRule(rule) });
    }
    if (send.decision === "sent") open.set(send.ledger, [...(open.get(send.ledger) ?? []), one]);
    // Sent nothing. A person who solved the challenge is in the log a second time.
    if (send.decision === "challenged" && answer.kind === "reserved")
      await rateLimiter.settle(answer, { messages: 0, costRial: null });
  };
  const giveBack = async ({ ledger, asked }: SendReturned) => {
    const sends = open.get(ledger) ?? [];
    const isReturned = ({ send }: OpenSend) => send.at === asked;
    open.set(
      ledger,
      sends.filter((one) => !isReturned(one)),
    );
    for (const one of sends.filter(isReturned)) {
      amend(one, { returned: true });
      if (one.reservation !== null)
        await rateLimiter.settle(one.reservation, { messages: 0, costRial: null });
    }
  };
  const confirm = async ({ ledger, sends: count, at }: SendConfirmed) => {
    const sends = open.get(ledger) ?? [];
    const confirmed = sends.slice(-count);
    open.set(ledger, sends.slice(0, -count));
    for (const one of confirmed) amend(one, { confirmed: true });
    // A send that the guard would have refused would have been confirmed by nothing.
    const sent = confirmed.filter(({ reservation }) => reservation !== null);
    const last = sent.at(-1);
    if (last !== undefined) await rateLimiter.confirm(senderOf(last.send), sent.length, at);
  };

  for (const record of records) {
    now = Math.max(now, record.at);
    switch (record.event) {
      case "send.decided":
        await decide(record);
        break;
      case "send.returned":
        await giveBack(record);
        break;
      case "send.confirmed":
        await confirm(record);
    }
  }
  return replayed;
}

function guardOnly(guard: GuardRules): RateLimitRules {
  const none = { ip: [], caller: {}, appBudget: NO_BUDGET, serviceBudget: NO_BUDGET, exempt: {} };
  return { ...none, alarmShare: 1, rialPerMessage: 0, guard };
}

/** The recorded block, with a made-up number of it. */
function senderOf({ app, block, operator, sources, standing, challenge }: SendDecided): Sender {
  const isChallengePassed = challenge === "passed";
  const recipient = `${block}0000` as const;
  return { app, recipient, operator, sources, standing, isChallengePassed, callerLimits: {} };
}
