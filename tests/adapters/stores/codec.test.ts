/** Ledgers as text: every possible ledger is read back unchanged, and text that this version did not write is refused. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { decodeLedger, encodeLedger } from "../../../adapters/stores/_codec.ts";
import { encodeStored, decodeStored } from "../../../adapters/stores/redis/encoding.ts";
import type { Attempt } from "../../../domain/delivery/attempt.ts";
import type { Delivery } from "../../../domain/ledger/delivery.ts";
import type { Ledger } from "../../../domain/ledger/ledger.ts";
import type { Timestamps } from "../../../domain/ledger/send-limits.ts";
import type { PendingVerification, SettledVerification } from "../../../domain/ledger/verification.ts";
import { ledgerOf, wideLedger } from "../../contracts/ledgers.ts";

/** Each field with its possible values. A field that is missing here does not compile. */
type Arbitraries<T> = { readonly [Name in keyof T]-?: fc.Arbitrary<NonNullable<T[Name]>> };

/** Text in any script; also half of a surrogate pair, which UTF-8 cannot write. */
const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constant("\ud83d"));
const moment = fc.oneof(fc.maxSafeNat(), fc.integer({ min: 1.7e12, max: 1.9e12 }));
const moments = fc.array(moment, { maxLength: 5 });
const count = fc.nat();

const attempts: Arbitraries<Attempt> = {
  send: moment,
  index: count,
  provider: text,
  startedAt: moment,
  durationMs: fc.integer(),
  outcome: fc.constantFrom("accepted", "refused", "unavailable", "unknown", "planned", "skipped"),
  fault: fc.constantFrom("recipient", "message", "account"),
  reason: text,
  vendorCode: text,
  messageId: text,
  costRial: fc.double({ noNaN: true, noDefaultInfinity: true }).map((cost) => cost + 0),
  channel: fc.constantFrom("call", "messenger"),
  sentWith: fc.record({ kind: fc.constantFrom("template", "line"), name: text }),
};
const attempt: fc.Arbitrary<Attempt> = fc.record(attempts, {
  requiredKeys: ["send", "index", "provider", "startedAt", "durationMs", "outcome"],
});

const facts = {
  id: text,
  purpose: text,
  channel: fc.constantFrom("sms", "call", "messenger", "auto"),
  locale: fc.constantFrom("fa", "en"),
  createdAt: moment,
  expiresAt: moment,
  checksLeft: count,
  metadata: fc.dictionary(fc.oneof(text, fc.constant("__proto__")), text, { noNullPrototype: true }),
  trustLevel: fc.constant("known-session"),
  sentFrom: fc.record({
    standing: fc.constantFrom("vouched", "known", "newcomer"),
    sources: fc.array(
      fc.record({
        kind: fc.constantFrom("address", "subnet", "caller"),
        key: fc.base64String(),
        sends: count,
      }),
    ),
  }),
  attempts: fc.array(attempt, { maxLength: 4 }),
  lastCheck: fc.record({ name: text, guess: text, until: moment }),
  traceId: text,
  routed: fc.record(
    {
      send: moment,
      operator: text,
      chain: text,
      counted: fc.boolean(),
      reasons: fc.constant([{ why: "exploring", provider: "a" }]),
    },
    { requiredKeys: ["send", "operator", "chain", "counted"] },
  ),
} as const;
const pendings: Arbitraries<PendingVerification> = {
  ...facts,
  status: fc.constant("pending"),
  nonce: text,
  keyId: text,
  codeLength: count,
};
const settleds: Arbitraries<SettledVerification> = {
  ...facts,
  status: fc.constantFrom("approved", "canceled", "expired", "exhausted", "undelivered"),
  settledAt: moment,
};
const ALWAYS = [
  ...(["id", "purpose", "channel", "locale", "createdAt", "expiresAt", "checksLeft"] as const),
  ...(["attempts", "traceId", "status"] as const),
];
const pending: fc.Arbitrary<PendingVerification> = fc.record(pendings, {
  requiredKeys: [...ALWAYS, "nonce", "keyId", "codeLength"],
});
const settled: fc.Arbitrary<SettledVerification> = fc.record(settleds, {
  requiredKeys: [...ALWAYS, "settledAt"],
});

const ofLane: Arbitraries<Timestamps> = { sends: moments, guesses: moments };
const deliveries: Arbitraries<Delivery> = {
  id: facts.id,
  purpose: facts.purpose,
  channel: facts.channel,
  locale: facts.locale,
  createdAt: moment,
  expiresAt: moment,
  metadata: facts.metadata,
  sentFrom: facts.sentFrom,
  attempts: facts.attempts,
  traceId: facts.traceId,
  outcome: fc.constantFrom("used", "unused"),
};
const delivery: fc.Arbitrary<Delivery> = fc.record(deliveries, {
  requiredKeys: ["id", "purpose", "channel", "locale", "createdAt", "expiresAt", "attempts", "traceId"],
});
const ledgers: Arbitraries<Ledger> = {
  ...ofLane,
  deliveries: fc.array(delivery, { maxLength: 3 }),
  app: text,
  recipient: text.map((digits) => `+${digits}` as const),
  sealed: text,
  knownSession: fc.record(ofLane),
  verifications: fc.array(fc.oneof(pending, settled), { maxLength: 4 }),
};
const ledger: fc.Arbitrary<Ledger> = fc.record(ledgers, {
  requiredKeys: ["app", "recipient", "sends", "guesses", "verifications"],
});

test("every ledger is read back unchanged, at every revision", () => {
  fc.assert(fc.property(ledger, fc.integer({ min: 1 }), comesBack), { numRuns: 1_000 });
  comesBack(wideLedger(), 1);
});

function comesBack(one: Ledger, revision: number): void {
  expect(decodeLedger(encodeLedger(one))).toStrictEqual(one);
  // In UTF-8, as in Redis.
  const bytes = Buffer.from(encodeStored({ ledger: one, revision }));
  expect(decodeStored(bytes.toString())).toStrictEqual({ ledger: one, revision });
}

test("a version from before lines and templates were kept reads a ledger that has them, without them", () => {
  fc.assert(
    fc.property(ledger, (one) => {
      const written = encodeLedger(one);
      const values: unknown = JSON.parse(written.slice(1));
      // It reads the first two values and leaves out what follows.
      const before = written[0] + JSON.stringify(Array.isArray(values) ? values.slice(0, 2) : values);
      expect(decodeLedger(before)).toStrictEqual(withoutSentWith(one));
    }),
  );
});

function withoutSentWith(one: Ledger): Ledger {
  const verifications = one.verifications.map(withPlainAttempts);
  return {
    ...one,
    verifications,
    ...(one.deliveries && { deliveries: one.deliveries.map(withPlainAttempts) }),
  };
}

function withPlainAttempts<T extends { readonly attempts: readonly Attempt[] }>(one: T): T {
  return { ...one, attempts: one.attempts.map(({ sentWith: _sentWith, ...kept }) => kept) };
}

/** Does this fail after a change of the tables in _codec.ts? Stored ledgers would be misread: give FORMAT a new value. */
test("the format does not change without a new number", () => {
  const [verification] = wideLedger().verifications;
  if (verification === undefined) throw new Error("a wide ledger has verifications");
  const { metadata: _metadata, ...plain } = verification;
  const one = { ...plain, attempts: plain.attempts.slice(0, 1) };
  const attemptRow =
    '[0,0,"kavenegar/verify",0,412,"refused","message","sender_invalid","412","8792343",120.5]';
  const verificationRow = `["ver_${"A".repeat(33)}0","pending",null,"purpose-0","sms","fa",0,300000,0,6,"nonce-0","key",null,null,null`;
  expect(encodeLedger({ ...ledgerOf(1), verifications: [one] })).toBe(
    `2[1767614400000,["shop","+989121234567",null,[1],[],null,[${verificationRow},[${attemptRow}],"0af7651916cd43dd8448eb211c80319c"]]]]`,
  );
});

test("a column added later takes place in the row only where it has a value", () => {
  const [verification] = wideLedger().verifications;
  const [first] = verification?.attempts ?? [];
  if (verification === undefined || first === undefined) throw new Error("a wide ledger has attempts");
  const written = (channel?: "messenger") =>
    encodeLedger({
      ...ledgerOf(1),
      verifications: [{ ...verification, attempts: [{ ...first, ...(channel && { channel }) }] }],
    });
  expect(written()).toContain(',"8792343",120.5]');
  expect(written("messenger")).toContain(',"8792343",120.5,"messenger"]');
});

test("a known session is stored as the word that older versions wrote", () => {
  const [verification] = wideLedger().verifications;
  if (verification === undefined) throw new Error("a wide ledger has verifications");
  const written = encodeLedger({
    ...ledgerOf(1),
    knownSession: { sends: [2], guesses: [] },
    verifications: [{ ...verification, trustLevel: "known-session", attempts: [] }],
  });
  expect(written).toMatch(/,\[\[-?\d+\],\[\]\],\[\["ver_/);
  expect(written).toContain(',"known",');
  expect(written).not.toContain("known-session");
});

test("text that this version did not write is refused, and the message says what it is", () => {
  const json = JSON.stringify(ledgerOf(1));
  for (const [written, why] of [
    [`1${json}`, 'format "1", this Ramz reads "2"'],
    ["zebra", 'format "z"'],
    ["", 'format ""'],
    [`2${json}`, "a list was expected"],
    ["2[0,[]]", "a row of 8 was expected"],
    ['2[0,["shop","+98",null,["1"],[],null,[]]]', "a number was expected"],
    ['2[null,["shop","+98",null,[],[],null,[]]]', "a number was expected"],
  ] as const)
    expect(() => decodeLedger(written)).toThrow(why);
});

test("a value in Redis without a revision is refused", () => {
  for (const value of [encodeLedger(ledgerOf(1)), `0 ${encodeLedger(ledgerOf(1))}`, "", " ", "x 2[]"])
    expect(() => decodeStored(value)).toThrow("does not begin with its revision");
});
