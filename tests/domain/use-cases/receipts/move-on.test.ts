import { expect, test } from "bun:test";
import type { DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { rank } from "../../../../domain/routing/order.ts";
import type { RankedChain } from "../../../../domain/routing/route-memory.ts";
import { noOutcomes } from "../../../../domain/routing/outcomes.ts";
import { orderAgain, recordOf, type SendRouted } from "../../../../domain/routing/route-records.ts";
import { FIXED_ROUTING, type RouteDecision, type Routing } from "../../../../domain/routing/routing.ts";
import type { OtpPorts } from "../../../../domain/use-cases/context.ts";
import { createCarriers } from "../../../../domain/use-cases/receipts/carriers.ts";
import { createReceipts } from "../../../../domain/use-cases/receipts/receipts.ts";
import { DAY_MS } from "../../../../domain/time.ts";
import type { MoveOnVerdict } from "../../../../domain/verdicts.ts";
import { callbackAt } from "../../../support/receipts.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSeeded } from "../../../support/seeded.ts";
import { createWorld, PHONE, type World } from "../../../support/world.ts";

interface Sent {
  readonly provider: string;
  readonly code: string;
}

/** The test plan's operator of PHONE, and one to which it was ported. */
const FIRST_OPERATOR = "+98912";
const NEW_OPERATOR = "+98935";

/** A chain whose providers say once what they are told; a receipt of a failure moves it on at once. */
function worldOf(
  chain: Readonly<Record<string, DeliveryResult>>,
  {
    rules = {},
    ...ports
  }: Partial<Pick<OtpPorts, "routing" | "resendOrder" | "outcomes">> & { readonly rules?: object } = {},
) {
  const sent: Sent[] = [];
  const moves: MoveOnVerdict[] = [];
  let next: readonly MessageStatus[] = [];
  let count = 0;
  const providers = Object.entries(chain).map(([name, result]): Provider => ({
    name,
    account: name,
    channels: ["sms"],
    explain: () => null,
    carriers: [FIRST_OPERATOR, NEW_OPERATOR],
    async deliver({ code }) {
      sent.push({ provider: name, code });
      return result.outcome === "accepted" ? { ...result, messageId: `m${++count}` } : result;
    },
    receipt: () => ({ kind: "statuses", proof: "signed", statuses: next }),
  }));
  const secrets = createTestSecrets();
  const made: { receipts?: ReturnType<typeof createReceipts>; ported?: () => Promise<void> } = {};
  const world: World = createWorld({
    rules,
    policy: { resendWaitMs: 0 },
    ports({ clock, store }) {
      const receipts = createReceipts({
        store,
        secrets,
        clock,
        random: createSeeded(3),
        observer: { noted() {}, unexpected() {}, unanswered() {}, polling: (_, work) => work() },
      });
      const carriers = createCarriers({ notes: store.notes, secrets });
      made.receipts = receipts;
      made.ported = () => store.notes.expect(carriers.noteOf(PHONE), NEW_OPERATOR, DAY_MS);
      return { ...ports, providers, receipts, carriers };
    },
  });
  const { receipts, ported = async () => {} } = made;
  receipts?.listen(({ message: { app, verificationId: id, send, provider }, receipt }) => {
    if (receipt.state === "undelivered")
      moves.push(world.clock.run(world.otp.moveOn({ app, id, send, provider })));
  });
  const report = (provider: string, statuses: readonly MessageStatus[]) => {
    next = statuses;
    const found = providers.find(({ name }) => name === provider);
    if (found !== undefined && receipts !== undefined)
      world.clock.run(receipts.take(found, callbackAt(world.clock.now())));
  };
  const lost = (provider: string, messageId: string) =>
    report(provider, [{ messageId, state: "undelivered" }]);
  /** A receipt named the new operator of the number. */
  const port = () => world.clock.run(ported());
  return { world, sent, moves, lost, report, port };
}

const ACCEPTED: DeliveryResult = { outcome: "accepted" };
const REFUSED: DeliveryResult = { outcome: "refused", fault: "message", reason: "sender_invalid" };

function start(world: World): string {
  const verdict = world.start();
  return verdict.kind === "sent" ? verdict.verification.id : "";
}

test("a message that did not arrive goes out through the next provider, with the same code", () => {
  const { world, sent, moves, lost } = worldOf({ a: ACCEPTED, b: REFUSED, c: ACCEPTED, d: ACCEPTED });
  const id = start(world);
  lost("a", "m1");
  expect(moves).toEqual([{ kind: "moved", outcome: "accepted" }]);
  expect(sent.map(({ provider }) => provider)).toEqual(["a", "b", "c"]);
  expect(new Set(sent.map(({ code }) => code)).size).toBe(1);
  const read = world.read(id);
  const attempts = read.kind === "found" ? read.verification.attempts : [];
  // The first message was accepted and stays so: what its receipt says stands beside it.
  expect(attempts.map(({ outcome, receipt }) => [outcome, receipt?.state])).toEqual([
    ["accepted", "undelivered"],
    ["refused", undefined],
    ["accepted", undefined],
  ]);
  lost("c", "m2");
  expect(sent.map(({ provider }) => provider)).toEqual(["a", "b", "c", "d"]);
  lost("d", "m3");
  expect(moves.at(-1)).toEqual({ kind: "stayed", because: "no_provider" });
  expect(world.check(sent[0]?.code ?? "").kind).toBe("approved");
});

test("it is the same send: neither its cool-down nor its caps change", () => {
  const { world, lost } = worldOf({ a: ACCEPTED, b: ACCEPTED });
  const id = start(world);
  const resendAt = () => {
    const read = world.read(id);
    return read.kind === "found" ? read.verification.resendAt - read.verification.readAt : null;
  };
  const before = resendAt();
  lost("a", "m1");
  expect(resendAt()).toBe(before);
});

test("a repeated receipt moves nothing, and neither does one after the delivery", () => {
  const { world, sent, lost, report } = worldOf({ a: ACCEPTED, b: ACCEPTED, c: ACCEPTED });
  start(world);
  lost("a", "m1");
  lost("a", "m1");
  report("b", [{ messageId: "m2", state: "delivered" }]);
  lost("b", "m2");
  expect(sent.map(({ provider }) => provider)).toEqual(["a", "b"]);
});

test("nothing goes out for a code that is over, nearly over, or on its way in another message", () => {
  const settled = worldOf({ a: ACCEPTED, b: ACCEPTED });
  settled.world.cancel(start(settled.world));
  settled.lost("a", "m1");
  expect(settled.moves).toEqual([{ kind: "stayed", because: "settled" }]);

  const late = worldOf({ a: ACCEPTED, b: ACCEPTED });
  start(late.world);
  late.world.clock.advance(250_000);
  late.lost("a", "m1");
  expect(late.moves).toEqual([{ kind: "stayed", because: "too_late" }]);

  const again = worldOf({ a: ACCEPTED, b: ACCEPTED, c: ACCEPTED });
  start(again.world);
  again.world.clock.advance(1_000);
  start(again.world);
  again.lost("a", "m1");
  expect(again.moves).toEqual([{ kind: "stayed", because: "another_message" }]);
  expect(again.sent.length).toBe(2);
});

test("the rules across recipients may refuse the further message", () => {
  const { world, sent, moves, lost } = worldOf(
    { a: ACCEPTED, b: ACCEPTED },
    { rules: { serviceBudget: { messagesPerDay: 1, rialPerDay: null, mode: "enforce" } } },
  );
  start(world);
  lost("a", "m1");
  expect([moves, sent.length]).toEqual([[{ kind: "stayed", because: "limited" }], 1]);
});

/** What comes back through one provider is proven to be little: `c` at the first operator of the number, `b` at any other. */
function rankedAt(name: string): RankedChain {
  const [operator = ""] = name.split("\n");
  const weak = operator === FIRST_OPERATOR ? "c" : "b";
  const facts = ["a", "b", "c"].map((provider) => {
    const evidence = { sends: 400, score: provider === weak ? 40 : 380 };
    return { provider, day: evidence, hour: evidence, rial: null };
  });
  return { operator, chain: "chain", facts, ranking: rank(facts, "configured") };
}

const LEARNING: Routing = {
  ...FIXED_ROUTING,
  mode: "learn",
  labelOf: (name) => name,
  memory: { recent: rankedAt, keep() {} },
};

const CHAIN = { a: ACCEPTED, b: ACCEPTED, c: ACCEPTED };

test("it goes on in the order of its send, made again: a learned one, and that of a resend", () => {
  const learned = worldOf(CHAIN, { routing: LEARNING });
  learned.port();
  start(learned.world);
  learned.lost("a", "m1");
  expect(learned.sent.map(({ provider }) => provider)).toEqual(["a", "c"]);

  const resent = worldOf(CHAIN, { resendOrder: "rotate" });
  start(resent.world);
  resent.world.clock.advance(1_000);
  start(resent.world);
  resent.lost("a", "m1");
  resent.lost("b", "m2");
  expect(resent.sent.map(({ provider }) => provider)).toEqual(["a", "b", "c"]);
});

test("it goes on at the operator for which its send was ordered, where receipts named a carrier", () => {
  // The first send keeps the operator that it was ordered for, though its own receipt names another one.
  const first = worldOf(CHAIN, { routing: LEARNING });
  start(first.world);
  first.port();
  first.lost("a", "m1");
  expect(first.sent.map(({ provider }) => provider)).toEqual(["a", "b"]);

  // The resend was ordered for the carrier: `b` is weak there, so `c` is next.
  const resent = worldOf(CHAIN, { routing: LEARNING, resendOrder: "same" });
  resent.port();
  start(resent.world);
  resent.world.clock.advance(1_000);
  start(resent.world);
  resent.lost("a", "m1");
  resent.lost("a", "m2");
  expect(resent.sent.map(({ provider }) => provider)).toEqual(["a", "a", "c"]);
});

test("each order is recorded as it was taken, and made again from its record: of a send, a resend, and one that goes on", () => {
  const records: SendRouted[] = [];
  const outcomes = {
    ...noOutcomes,
    routed: (decision: RouteDecision) => void records.push(recordOf(decision, 0)),
  };
  const { world, sent, lost } = worldOf(CHAIN, { routing: LEARNING, resendOrder: "rotate", outcomes });
  start(world);
  world.clock.advance(1_000);
  start(world);
  lost("a", "m1");
  lost("b", "m2");
  expect(sent.map(({ provider }) => provider)).toEqual(["a", "b", "a"]);
  // `c` is weak, so it goes last; the resend turns the two before it.
  expect(records.map(({ kind, order, carried }) => [kind, order, carried])).toEqual([
    ["first", "a; b; c", undefined],
    ["resend", "b; a; c", "a"],
    ["further", "b; a; c", "a"],
  ]);
  expect(records.map(orderAgain)).toEqual(records.map(({ order }) => order));
});
