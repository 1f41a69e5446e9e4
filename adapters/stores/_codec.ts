/**
 * Ledgers as text, the same in every store. A record is a row of its values in the order of its table below, and times are counted from
 * the first one. The text is two thirds as long as JSON with names and costs hardly more time; compression costs ten times as much.
 */
import type { Attempt } from "../../domain/delivery/attempt.ts";
import type { Delivery } from "../../domain/ledger/delivery.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { Timestamps } from "../../domain/ledger/send-limits.ts";
import type { LastCheck, Verification } from "../../domain/ledger/verification.ts";
import type { EpochMs } from "../../domain/time.ts";

/** The first character of every ledger. A change of a table, or of the order in one, is a new format; columns added at the end are not. */
const FORMAT = "2";

export function encodeLedger(ledger: Ledger): string {
  const from = ledger.verifications[0]?.createdAt ?? ledger.sends[0] ?? 0;
  return FORMAT + JSON.stringify([from, LEDGER.write(ledger, from)]);
}

/** Throws on text that this version did not write. */
export function decodeLedger(text: string): Ledger {
  if (!text.startsWith(FORMAT))
    throw new Error(`a stored ledger has format "${text.slice(0, 1)}", this Ramz reads "${FORMAT}"`);
  const [from, row] = listIn(JSON.parse(text.slice(FORMAT.length)));
  // Only encodeLedger writes this text.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  return LEDGER.read(row, numberIn(from)) as Ledger;
}

/** How a value is written and read. Times are counted from `from`. */
interface Shape {
  write(value: unknown, from: EpochMs): unknown;
  read(written: unknown, from: EpochMs): unknown;
}

/** A value that JSON keeps unchanged. */
const plain: Shape = { write: (value) => value, read: (written) => written };

/** Whole milliseconds, so counting from another time loses nothing. */
const time: Shape = {
  write: (at, from) => numberIn(at) - from,
  read: (written, from) => numberIn(written) + from,
};

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

function listOf(shape: Shape): Shape {
  return {
    write: (list, from) => listIn(list).map((one) => shape.write(one, from)),
    read: (written, from) => listIn(written).map((one) => shape.read(one, from)),
  };
}

/** Every name in `T`; for a union, the names of all its members. */
type NameIn<T> = T extends unknown ? keyof T : never;

/**
 * A row in the order of the table, which must have every name in `T`, so a new field that is not stored does not compile. The last
 * `added` columns came later: a row ends before them where they are empty, so older versions read what does not use them.
 */
function recordOf<T>(table: Readonly<Record<NameIn<T>, Shape>>, added = 0): Shape {
  const columns = Object.entries<Shape>(table);
  const always = columns.length - added;
  const isLength = (length: number) => length >= always && length <= columns.length;
  return {
    write(record, from) {
      const values = valuesIn(record);
      const row = columns.map(([name, shape]) => {
        const value = values[name];
        return value === undefined ? null : shape.write(value, from);
      });
      while (row.length > always && row.at(-1) === null) row.pop();
      return row;
    },
    read(written, from) {
      const row = listIn(written);
      if (!isLength(row.length)) throw unlike(`a row of ${columns.length}`);
      const record: Record<string, unknown> = {};
      for (const [place, [name, shape]] of columns.entries()) {
        const value = row[place] ?? null;
        if (value !== null) record[name] = shape.read(value, from);
      }
      return record;
    },
  };
}

const ADDED_TO_ATTEMPT = 1;

const ATTEMPT = recordOf<Attempt>(
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

const ADDED_TO_VERIFICATION = 1;

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

function listIn(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unlike("a list");
  return value;
}

function numberIn(value: unknown): number {
  if (typeof value !== "number") throw unlike("a number");
  return value;
}

function valuesIn(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw unlike("a record");
  return { ...value };
}

function unlike(expected: string): Error {
  return new Error(`a ledger of format "${FORMAT}" is damaged: ${expected} was expected`);
}
