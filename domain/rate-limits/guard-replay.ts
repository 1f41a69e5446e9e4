/** Runs a guard over recorded decisions, with the code that decides about real sends. */
import {
  placeRule,
  type Recorded,
  type SendConfirmed,
  type SendDecided,
  type SendReported,
  type SendReturned,
  sourceRule,
} from "./guard-replay-records.ts";
import { createMemoryWindows } from "./in-memory-windows.ts";
import type { GuardRules } from "./pumping-guard.ts";
import { NO_BUDGET, type RateLimitRules } from "./quotas.ts";
import { createRateLimiter, type RateLimiter, type Reservation } from "./rate-limiter.ts";
import type { Place, SourceKind } from "./rule.ts";
import type { Sender } from "./sender.ts";

/** A send as it was, and as it would have been. */
export interface Replayed {
  readonly send: SendDecided;
  /** The source that the guard would have refused; null when it would go on, or when another rule refused it anyway. */
  readonly blockedBy: SourceKind | null;
  /** The suspicious place for which the guard would have asked for a challenge. */
  readonly challengedBy: Place | null;
  /** It went out, and the number was proved with it, or its carried code was used. Always false for a refused send. */
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

/** A replay under way. */
interface Replay {
  readonly rateLimiter: RateLimiter;
  readonly replayed: Replayed[];
  /** Sends that went out, by ledger, oldest first. */
  readonly open: Map<string, readonly OpenSend[]>;
  /** Carried sends that were reported as unused, by index. They may still be reported as used. */
  readonly reported: Set<number>;
}

/**
 * What the guard would have decided about each send, in the order of `records`, which must be that of time. It begins with empty
 * windows, so the first window of a record may refuse less than it did.
 */
export async function replay(records: readonly Recorded[], guard: GuardRules): Promise<readonly Replayed[]> {
  let now = 0;
  const windows = createMemoryWindows({ now: () => now });
  const secrets = { windowKey: (text: string) => text };
  const rateLimiter = createRateLimiter({ windows, secrets, rules: guardOnly(guard) });
  const state: Replay = { rateLimiter, replayed: [], open: new Map(), reported: new Set() };
  for (const record of records) {
    now = Math.max(now, record.at);
    switch (record.event) {
      case "send.decided":
        await decide(state, record);
        break;
      case "send.returned":
        await giveBack(state, record);
        break;
      case "send.confirmed":
        await confirm(state, record);
        break;
      case "send.reported":
        await report(state, record);
    }
  }
  return state.replayed;
}

async function decide({ rateLimiter, replayed, open }: Replay, send: SendDecided): Promise<void> {
  const outcome = { blockedBy: null, challengedBy: null, confirmed: false, returned: false };
  const index = replayed.push({ send, ...outcome }) - 1;
  // A rule that is not replayed refused it, and would refuse it again.
  if (send.decision === "refused" && sourceRule(send.rule) === null) return;
  const answer = await rateLimiter.reserve(senderOf(send), send.at);
  if (answer.kind === "refused") {
    const { rule } = answer.refusal;
    replayed[index] = { send, ...outcome, blockedBy: sourceRule(rule), challengedBy: placeRule(rule) };
  }
  const one = { send, reservation: answer.kind === "reserved" ? answer : null, index };
  if (send.decision === "sent") open.set(send.ledger, [...(open.get(send.ledger) ?? []), one]);
  // Sent nothing. A person who solved the challenge is in the log a second time.
  if (send.decision === "challenged" && answer.kind === "reserved")
    await rateLimiter.settle(answer, { messages: 0, costRial: null });
}

async function giveBack(state: Replay, { ledger, asked }: SendReturned): Promise<void> {
  const returned = openOf(state, ledger).filter(({ send }) => send.at === asked);
  close(state, ledger, returned, { returned: true });
  for (const { reservation } of returned)
    if (reservation !== null) await state.rateLimiter.settle(reservation, { messages: 0, costRial: null });
}

async function confirm(state: Replay, { ledger, sends: count, at }: SendConfirmed): Promise<void> {
  const confirmed = openOf(state, ledger)
    .filter((one) => !isCarried(one))
    .slice(-count);
  close(state, ledger, confirmed, { confirmed: true });
  // A send that the guard would have refused would have been confirmed by nothing.
  const sent = confirmed.filter(({ reservation }) => reservation !== null);
  const last = sent.at(-1);
  if (last !== undefined) await state.rateLimiter.confirm(senderOf(last.send), sent.length, at);
}

/** The report does not say which of the carried codes of a number it is about: the newest that fits. */
async function report(state: Replay, { ledger, sends, outcome, at }: SendReported): Promise<void> {
  const { rateLimiter, reported } = state;
  const one = openOf(state, ledger).findLast(
    (each) => isCarried(each) && reported.has(each.index) === (sends === 0),
  );
  if (one === undefined) return;
  const isUsed = outcome === "used";
  if (isUsed) close(state, ledger, [one], { confirmed: true });
  reported.add(one.index);
  // A send that the guard would have refused would have been reported by nothing.
  if (one.reservation !== null) await rateLimiter.reportCarried(senderOf(one.send), { sends, isUsed }, at);
}

function openOf({ open }: Replay, ledger: string): readonly OpenSend[] {
  return open.get(ledger) ?? [];
}

/** The end of these sends of a ledger is known. */
function close(
  { open, replayed }: Replay,
  ledger: string,
  closed: readonly OpenSend[],
  end: Partial<Replayed>,
): void {
  const before = open.get(ledger) ?? [];
  open.set(
    ledger,
    before.filter((one) => !closed.includes(one)),
  );
  for (const { index } of closed) {
    const known = replayed[index];
    if (known !== undefined) replayed[index] = { ...known, ...end };
  }
}

/** A carried code is confirmed by a report, and any other by a check. */
function isCarried({ send }: OpenSend): boolean {
  return send.carried === true;
}

function guardOnly(guard: GuardRules): RateLimitRules {
  const none = { ip: [], caller: {}, appBudget: NO_BUDGET, serviceBudget: NO_BUDGET, exempt: {} };
  return { ...none, alarmShare: 1, rialPerMessage: 0, guard };
}

/** The recorded block, with a made-up number of it. */
function senderOf({ app, block, operator, sources, standing, challenge, carried }: SendDecided): Sender {
  const isChallengePassed = challenge === "passed";
  const recipient = `${block}0000` as const;
  return {
    app,
    recipient,
    operator,
    sources,
    standing,
    isChallengePassed,
    callerLimits: {},
    ...(carried && { isCarried: true }),
  };
}
