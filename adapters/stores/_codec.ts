/**
 * Ledgers as text, the same in every store. A record is a row of its values in the order of its table below, and times are counted from
 * the first one. The text is two thirds as long as JSON with names and costs hardly more time; compression costs ten times as much.
 */
import { writeSentWith, withSentWith } from "./_sent-with.ts";
import type { Attempt } from "../../domain/delivery/attempt.ts";
import type { Delivery } from "../../domain/ledger/delivery.ts";
import { attemptsIn, type Ledger } from "../../domain/ledger/ledger.ts";
import type { Timestamps } from "../../domain/ledger/send-limits.ts";
import type { LastCheck, Verification } from "../../domain/ledger/verification.ts";
import type { RoutedSend } from "../../domain/routing/routing.ts";
import { listIn, listOf, numberIn, plain, recordOf, type Shape, time, valuesIn } from "./_shapes.ts";

/** The first character of every ledger. A change of a table, or of the order in one, is a new format; columns added at the end are not. */
const FORMAT = "2";

export function encodeLedger(ledger: Ledger): string {
  const from = ledger.verifications[0]?.createdAt ?? ledger.sends[0] ?? 0;
  const sentWith = writeSentWith(attemptsIn(ledger));
  const added = sentWith.length === 0 ? [] : [sentWith];
  return FORMAT + JSON.stringify([from, LEDGER.write(ledger, from), ...added]);
}

/** Throws on text that this version did not write. */
export function decodeLedger(text: string): Ledger {
  if (!text.startsWith(FORMAT))
    throw new Error(`a stored ledger has format "${text.slice(0, 1)}", this Ramz reads "${FORMAT}"`);
  const [from, row, sentWith = []] = listIn(JSON.parse(text.slice(FORMAT.length)));
  // Only encodeLedger writes this text.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  const ledger = LEDGER.read(row, numberIn(from)) as Ledger;
  return withSentWith(ledger, listIn(sentWith));
}

/** Stored as the word that was in use when format 2 was made. */
const trustLevel: Shape = { write: () => "known", read: () => "known-session" };

/** The standing, then each source; in its place there was the hash of the network alone before. */
const sentFrom: Shape = {
  write(value) {
    const { standing, sources } = valuesIn(value);
    const names = listIn(sources).map((source) => {
      const { kind, key, sends } = valuesIn(source);
      return `${String(kind)}:${String(sends)}:${String(key)}`;
    });
    return [standing, ...names];
  },
  read(written) {
    if (typeof written === "string")
      return { standing: "newcomer", sources: [{ kind: "subnet", key: written, sends: 1 }] };
    const [standing, ...names] = listIn(written);
    const sources = names.map((name) => {
      const [kind, sends, key] = String(name).split(":");
      return { kind, key, sends: Number(sends) };
    });
    return { standing, sources };
  },
};

const ADDED_TO_ATTEMPT = 1;

/** Without what it was sent with, which stands behind the ledger. */
const ATTEMPT = recordOf<Omit<Attempt, "sentWith">>(
  {
    send: time,
    index: plain,
    provider: plain,
    startedAt: time,
    durationMs: plain,
    outcome: plain,
    fault: plain,
    reason: plain,
    vendorCode: plain,
    messageId: plain,
    costRial: plain,
    channel: plain,
  },
  ADDED_TO_ATTEMPT,
);

const LAST_CHECK = recordOf<LastCheck>({ name: plain, guess: plain, until: time });

const ROUTED = recordOf<RoutedSend>({
  send: time,
  operator: plain,
  chain: plain,
  counted: plain,
  reasons: plain,
});

const ADDED_TO_VERIFICATION = 2;

const VERIFICATION = recordOf<Verification>(
  {
    id: plain,
    status: plain,
    settledAt: time,
    purpose: plain,
    channel: plain,
    locale: plain,
    createdAt: time,
    expiresAt: time,
    checksLeft: plain,
    codeLength: plain,
    nonce: plain,
    keyId: plain,
    metadata: plain,
    trustLevel,
    sentFrom,
    attempts: listOf(ATTEMPT),
    traceId: plain,
    lastCheck: LAST_CHECK,
    routed: ROUTED,
  },
  ADDED_TO_VERIFICATION,
);

const TIMESTAMPS = recordOf<Timestamps>({ sends: listOf(time), guesses: listOf(time) });

const DELIVERY = recordOf<Delivery>({
  id: plain,
  purpose: plain,
  channel: plain,
  locale: plain,
  createdAt: time,
  expiresAt: time,
  metadata: plain,
  sentFrom,
  attempts: listOf(ATTEMPT),
  traceId: plain,
  outcome: plain,
});

const ADDED_TO_LEDGER = 1;

const LEDGER = recordOf<Ledger>(
  {
    app: plain,
    recipient: plain,
    sealed: plain,
    sends: listOf(time),
    guesses: listOf(time),
    knownSession: TIMESTAMPS,
    verifications: listOf(VERIFICATION),
    deliveries: listOf(DELIVERY),
  },
  ADDED_TO_LEDGER,
);
