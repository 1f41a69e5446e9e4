/** Lists all that is remembered of a number in one app, and how near its limits it is. Counts nothing and changes nothing. */
import { deliveryViewOf } from "../ledger/delivery-view.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Policy } from "../ledger/policy.ts";
import { capsOf, decideSend, timestampsOf } from "../ledger/send-limits.ts";
import { viewOf } from "../ledger/verification-view.ts";
import type { Otp } from "../otp.ts";
import { plainDigits } from "../recipient/digits.ts";
import { DAY_MS, type EpochMs, HOUR_MS } from "../time.ts";
import type { NumberLimits } from "../verdicts.ts";
import type { OtpContext } from "./context.ts";
import { withReceipts } from "./receipts/expect-receipts.ts";
import { forRecipient } from "./test-numbers.ts";

export function createList(context: OtpContext): Otp["list"] {
  const { store, clock, secrets, recipients, numbering } = context;
  return async ({ app, to }) => {
    // Parsed and not admitted: what counts is that a ledger was kept for it.
    const parsed = numbering.parse(plainDigits(to), recipients.countries[0]);
    if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
    const { recipient } = parsed;
    const stored = await store.load(secrets.ledgerKey(app, recipient));
    if (stored === null) return { kind: "not_found", recipient };
    // The number as the command has it: the stored one may be masked.
    const ledger = { ...stored.ledger, recipient };
    const now = clock.now();
    const own = forRecipient(context, recipient, now);
    const verifications = ledger.verifications.map((one) => viewOf(ledger, one, own.policy, now));
    const deliveries = (ledger.deliveries ?? []).map((one) =>
      deliveryViewOf(recipient, one, own.policy, now),
    );
    return {
      kind: "found",
      recipient,
      verifications: await newestFirst(verifications, own),
      deliveries: await newestFirst(deliveries, own),
      limits: limitsOf(ledger, own.policy, now),
    };
  };
}

type View = Parameters<typeof withReceipts>[1];

function newestFirst<V extends { readonly createdAt: EpochMs; readonly attempts: View }>(
  views: readonly V[],
  own: Parameters<typeof withReceipts>[0],
): Promise<readonly V[]> {
  const sorted = views.toSorted((a, b) => b.createdAt - a.createdAt);
  return Promise.all(
    sorted.map(async (view) => ({ ...view, attempts: await withReceipts(own, view.attempts) })),
  );
}

/** Of sessions that are not known. Those of known sessions have limits of their own, which strangers cannot use up. */
function limitsOf(ledger: Ledger, policy: Policy, now: EpochMs): NumberLimits {
  const { sends, guesses } = timestampsOf(ledger, "unknown");
  const { sendsPerHour, sendsPerDay, guessesPerDay } = capsOf(policy, "unknown");
  const since = (times: readonly EpochMs[], windowMs: number) =>
    times.filter((at) => at > now - windowMs).length;
  return {
    sendsInHour: { used: since(sends, HOUR_MS), limit: sendsPerHour },
    sendsInDay: { used: since(sends, DAY_MS), limit: sendsPerDay },
    guessesInDay: { used: since(guesses, DAY_MS), limit: guessesPerDay },
    nextSend: decideSend(ledger, policy, now),
  };
}
