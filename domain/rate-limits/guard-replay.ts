/** Runs a guard over recorded decisions, with the very code that decides about sends. */
import {
  isGuards,
  type Recorded,
  type SendConfirmed,
  type SendDecided,
  type SendReturned,
} from "./guard-replay-records.ts";
import type { GuardRules } from "./pumping-guard.ts";
import { NO_BUDGET, type RateLimitRules } from "./quotas.ts";
import { createRateLimiter, type Reservation } from "./rate-limiter.ts";
import { createMemoryWindows } from "./in-memory-windows.ts";
import type { Sender } from "./sender.ts";
import type { Dimension } from "./rule.ts";

/** A send as it was, and as it would have been. */
export interface Replayed {
  readonly send: SendDecided;
  /** What of the guard would have refused it; null when it goes on, or when another rule refused it anyway. */
  readonly blockedBy: Dimension | null;
  /** It went out and the number was proved with it. Of a send that was refused nobody knows. */
  readonly confirmed: boolean;
  /** It came to nothing, and cost nothing. */
  readonly returned: boolean;
}

/** A send under way, until its end is known. */
interface Open {
  readonly send: SendDecided;
  /** Null of one that the guard would have refused. */
  readonly taken: Reservation | null;
  readonly index: number;
}

/**
 * What the guard would have said to each send, in the order of `records`, which is that of time. It begins with empty windows, so the
 * first window of a record may come out looser than it was.
 */
export async function replay(records: readonly Recorded[], guard: GuardRules): Promise<readonly Replayed[]> {
  let now = 0;
  const windows = createMemoryWindows({ now: () => now });
  const quotas = createRateLimiter({
    windows,
    secrets: { windowKey: (text) => text },
    rules: onlyGuard(guard),
  });
  const sends: Replayed[] = [];
  /** Sends that went out, by ledger, oldest first. */
  const open = new Map<string, readonly Open[]>();
  const amend = ({ index }: Open, by: Partial<Replayed>) => {
    const known = sends[index];
    if (known !== undefined) sends[index] = { ...known, ...by };
  };

  const decide = async (send: SendDecided) => {
    const index = sends.push({ send, blockedBy: null, confirmed: false, returned: false }) - 1;
    // A rule that is not replayed said no, and it would again.
    if (send.decision === "refused" && !isGuards(send.rule)) return;
    const answer = await quotas.reserve(senderOf(send), send.at);
    const taken = answer.kind === "taken" ? answer : null;
    const one = { send, taken, index };
    if (answer.kind === "refused" && isGuards(answer.refusal.rule))
      amend(one, { blockedBy: answer.refusal.rule });
    if (send.decision === "sent") open.set(send.ledger, [...(open.get(send.ledger) ?? []), one]);
  };
  const giveBack = async ({ ledger, asked }: SendReturned) => {
    const [came, others] = parted(open.get(ledger) ?? [], ({ send }) => send.at === asked);
    open.set(ledger, others);
    for (const one of came) {
      amend(one, { returned: true });
      if (one.taken !== null) await quotas.settle(one.taken, { messages: 0, costRial: null });
    }
  };
  const confirm = async ({ ledger, sends: count, at }: SendConfirmed) => {
    const all = open.get(ledger) ?? [];
    const worthIt = all.slice(-count);
    open.set(ledger, all.slice(0, -count));
    for (const one of worthIt) amend(one, { confirmed: true });
    const arrived = worthIt.filter(({ taken }) => taken !== null);
    const last = arrived.at(-1);
    // Who got no message confirms none.
    if (last !== undefined) await quotas.confirm(senderOf(last.send), arrived.length, at);
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
  return sends;
}

function onlyGuard(guard: GuardRules): RateLimitRules {
  const none = { ip: [], caller: {}, appBudget: NO_BUDGET, serviceBudget: NO_BUDGET, exempt: {} };
  return { ...none, alarmShare: 1, rialPerMessage: 0, guard };
}

/** Any number of its block stands for all of them. */
function senderOf({ app, block, operator, network, trusted }: SendDecided): Sender {
  return { app, recipient: `${block}0000`, operator, network, proved: trusted, callerLimits: {} };
}

function parted<T>(all: readonly T[], fits: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
