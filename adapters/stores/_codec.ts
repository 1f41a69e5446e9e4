/**
 * Ledgers as text, the same in every store: a record is a row of its values, in the order of its table below, and moments are told
 * from the first of them. That is two thirds of JSON with names, at hardly more than its price; compressing costs ten times that.
 */
import type { Attempt } from "../../domain/delivery/attempt.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { Timestamps } from "../../domain/ledger/send-limits.ts";
import type { Verification } from "../../domain/ledger/verification.ts";
import type { EpochMs } from "../../domain/time.ts";

/** Written in front of every ledger. Another table, or another order in one, is another format. */
const FORMAT = "2";

export function encodeLedger(ledger: Ledger): string {
  const from = ledger.verifications[0]?.createdAt ?? ledger.sends[0] ?? 0;
  return FORMAT + JSON.stringify([from, LEDGER.write(ledger, from)]);
}

/** Throws on text that this version did not write: better no answer than a wrong one. */
export function decodeLedger(text: string): Ledger {
  if (!text.startsWith(FORMAT))
    throw new Error(`a stored ledger has format "${text.slice(0, 1)}", this Ramz reads "${FORMAT}"`);
  const [from, row] = listIn(JSON.parse(text.slice(FORMAT.length)));
  // The only writer is encodeLedger, whose output this is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  return LEDGER.read(row, numberIn(from)) as Ledger;
}

/** How a value is written and read back; `from` is the moment that moments are told from. */
interface Shape {
  write(value: unknown, from: EpochMs): unknown;
  read(written: unknown, from: EpochMs): unknown;
}

/** A value that JSON keeps as it is. */
const plain: Shape = { write: (value) => value, read: (written) => written };

/** Whole milliseconds, so nothing is lost by counting from another moment. */
const moment: Shape = {
  write: (at, from) => numberIn(at) - from,
  read: (written, from) => numberIn(written) + from,
};

/** Stored under the word it had when format 2 was made. */
const trustLevel: Shape = { write: () => "known", read: () => "known-session" };

function listOf(shape: Shape): Shape {
  return {
    write: (list, from) => listIn(list).map((one) => shape.write(one, from)),
    read: (written, from) => listIn(written).map((one) => shape.read(one, from)),
  };
}

/** Every name in `T`, of whichever member of a union. */
type NameIn<T> = T extends unknown ? keyof T : never;

/** A row as long as the table, which has every name there is: a new field does not compile until it is kept, too. */
function recordOf<T>(table: Readonly<Record<NameIn<T>, Shape>>): Shape {
  const columns = Object.entries<Shape>(table);
  return {
    write(record, from) {
      const values = valuesIn(record);
      return columns.map(([name, shape]) => {
        const value = values[name];
        return value === undefined ? null : shape.write(value, from);
      });
    },
    read(written, from) {
      const row = listIn(written);
      if (row.length !== columns.length) throw unlike(`a row of ${columns.length}`);
      const record: Record<string, unknown> = {};
      for (const [place, [name, shape]] of columns.entries()) {
        const value = row[place];
        if (value !== null) record[name] = shape.read(value, from);
      }
      return record;
    },
  };
}

const ATTEMPT = recordOf<Attempt>({
  send: moment,
  index: plain,
  provider: plain,
  startedAt: moment,
  durationMs: plain,
  outcome: plain,
  fault: plain,
  reason: plain,
  vendorCode: plain,
  messageId: plain,
  costRial: plain,
});

const VERIFICATION = recordOf<Verification>({
  id: plain,
  status: plain,
  settledAt: moment,
  purpose: plain,
  channel: plain,
  locale: plain,
  createdAt: moment,
  expiresAt: moment,
  checksLeft: plain,
  codeLength: plain,
  nonce: plain,
  keyId: plain,
  metadata: plain,
  trustLevel,
  network: plain,
  attempts: listOf(ATTEMPT),
  traceId: plain,
});

const MOMENTS = recordOf<Timestamps>({ sends: listOf(moment), guesses: listOf(moment) });

const LEDGER = recordOf<Ledger>({
  app: plain,
  recipient: plain,
  sealed: plain,
  sends: listOf(moment),
  guesses: listOf(moment),
  knownSession: MOMENTS,
  verifications: listOf(VERIFICATION),
});

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
