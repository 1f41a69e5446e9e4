/**
 * The rules across recipients at work: a send takes its share of all of them in one round trip, before anything goes out, and
 * gives back what it did not use.
 */
import { guardCounts, guardShares, type Watched } from "./guard.ts";
import type { Client } from "./otp.ts";
import type { EpochMs, Secrets } from "./ports.ts";
import { budgetShares, type Exemption, type QuotaRules, senderShares } from "./quota.ts";
import type { Recipient } from "./recipient.ts";
import type { Notice, QuotaRefusal, QuotaState, Share } from "./share.ts";
import type { Count, RateWindows } from "./window.ts";

/** A send that wants to go out. */
export interface Sender {
  readonly app: string;
  readonly recipient: Recipient;
  /** Who carries for the number, as far as the numbering plan tells. */
  readonly operator: string;
  readonly client?: Client | undefined;
  /** A keyed hash of the client's subnet. */
  readonly network?: string | undefined;
  readonly callerLimits: Readonly<Record<string, string>>;
  /** The number was proved lately, so the guard does not doubt it. */
  readonly proved: boolean;
}

interface Judged {
  /** How the quotas of this send stand, budgets not among them. */
  readonly quotas: readonly QuotaState[];
  readonly notices: readonly Notice[];
}

export interface Taken extends Judged {
  readonly kind: "taken";
  readonly at: EpochMs;
  readonly shares: readonly Share[];
}

export interface Refused extends Judged {
  readonly kind: "refused";
  readonly refusal: QuotaRefusal;
}

/** What became of a send. */
export interface Use {
  /** Messages that went out, or may have. */
  readonly messages: number;
  /** What they cost, or null when that is not known. */
  readonly costRial: number | null;
}

/** The rules of one app. Every method throws StoreUnavailable. */
export interface Quotas {
  /** Takes one send from every rule, or none. */
  take(sender: Sender, at: EpochMs): Promise<Taken | Refused>;
  /** Puts right what was taken before it was known. */
  settle(taken: Taken, use: Use): Promise<void>;
  /** Notes that so many sends were worth it: the number was proved. */
  proved(watched: Watched, sends: number, at: EpochMs): Promise<void>;
}

/** No rules at all. */
export const noQuotas: Quotas = {
  take: async (_, at) => ({ kind: "taken", at, shares: [], quotas: [], notices: [] }),
  settle: async () => {},
  proved: async () => {},
};

export interface QuotaParts {
  readonly windows: RateWindows;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly rules: QuotaRules;
}

export function createQuotas({ windows, secrets, rules }: QuotaParts): Quotas {
  const count = async (counts: readonly Count[], at: EpochMs) =>
    counts.length === 0 ? [] : windows.count(counts, at);
  const giveBack = (shares: readonly Share[], at: EpochMs) =>
    count(
      shares.map((share) => less(share.count)),
      at,
    );

  return {
    async take(sender, at) {
      const exemption = exemptionOf(rules, sender, at);
      const shares = [
        ...budgetShares(rules, sender),
        ...(exemption === null ? senderShares(rules, sender, secrets.windowKey) : []),
        ...(exemption === null ? guardShares(rules.guard, sender, at) : []),
      ];
      const answers = await count(
        shares.map((share) => share.count),
        at,
      );
      const outcomes = answers.flatMap((answer, index) => {
        const share = shares[index];
        return share === undefined ? [] : [{ share, answer, judgement: share.judge(answer) }];
      });
      const judged = {
        quotas: outcomes.flatMap(({ judgement, share }) =>
          judgement.state && share.unit === "send" ? [judgement.state] : [],
        ),
        notices: [
          ...(exemption === null ? [] : [{ kind: "exempt", ...exemption } as const]),
          ...outcomes.flatMap(({ judgement }) => judgement.notices),
        ],
      };
      const refusal = longest(outcomes.map(({ judgement }) => judgement.refusal));
      if (refusal === null) return { kind: "taken", at, shares, ...judged };
      await giveBack(
        outcomes.flatMap(({ share, answer }) => (answer.counted ? [share] : [])),
        at,
      );
      return { kind: "refused", refusal, ...judged };
    },
    async settle({ shares, at }, use) {
      if (use.messages === 0) await giveBack(shares, at);
      else
        await count(
          shares.flatMap((share) => corrections(share, use)),
          at,
        );
    },
    async proved(watched, sends, at) {
      await count(
        guardCounts(rules.guard, watched, "approved", sends).map(([, counted]) => counted),
        at,
      );
    },
  };
}

function exemptionOf({ exempt }: QuotaRules, { recipient, client }: Sender, at: EpochMs): Exemption | null {
  const lists = [exempt[recipient], client?.exemption];
  return lists.find((one) => one !== undefined && at < one.until) ?? null;
}

function less(count: Count): Count {
  return { ...count, amount: -count.amount, limit: null };
}

/** The difference between what was taken for one message and what was used. */
function corrections({ count, unit }: Share, { messages, costRial }: Use): readonly Count[] {
  const used = { send: 1, message: messages, rial: costRial ?? count.amount * messages }[unit];
  return used === count.amount ? [] : [{ ...count, amount: used - count.amount, limit: null }];
}

/** The refusal that holds longest. */
function longest(refusals: readonly (QuotaRefusal | null)[]): QuotaRefusal | null {
  return refusals.reduce((a, b) => (a === null || (b !== null && b.until > a.until) ? b : a), null);
}
