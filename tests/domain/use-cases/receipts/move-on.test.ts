import { expect, test } from "bun:test";
import type { DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { rank } from "../../../../domain/routing/order.ts";
import { FIXED_ROUTING, type Routing } from "../../../../domain/routing/routing.ts";
import type { OtpPorts } from "../../../../domain/use-cases/context.ts";
import { createReceipts } from "../../../../domain/use-cases/receipts/receipts.ts";
import type { MoveOnVerdict } from "../../../../domain/verdicts.ts";
import { callbackAt } from "../../../support/receipts.ts";
import { createTestSecrets } from "../../../support/secrets.ts";
import { createSeeded } from "../../../support/seeded.ts";
import { createWorld, type World } from "../../../support/world.ts";

interface Sent {
  readonly provider: string;
  readonly code: string;
}

/** A chain whose providers say once what they are told; a receipt of a failure moves it on at once. */
function worldOf(
  chain: Readonly<Record<string, DeliveryResult>>,
  {
    rules = {},
    ...ports
  }: Partial<Pick<OtpPorts, "routing" | "resendOrder">> & { readonly rules?: object } = {},
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
    async deliver({ code }) {
      sent.push({ provider: name, code });
      return result.outcome === "accepted" ? { ...result, messageId: `m${++count}` } : result;
    },
    receipt: () => ({ kind: "statuses", proof: "signed", statuses: next }),
  }));
  const made: { receipts?: ReturnType<typeof createReceipts> } = {};
  const world: World = createWorld({
    rules,
    policy: { resendWaitMs: 0 },
    ports({ clock, store }) {
      const receipts = createReceipts({
        store,
        secrets: createTestSecrets(),
        clock,
        random: createSeeded(3),
        observer: { noted() {}, unexpected() {}, unanswered() {}, polling: (_, work) => work() },
      });
      made.receipts = receipts;
      return { ...ports, providers, receipts };
    },
  });
  const { receipts } = made;
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
  return { world, sent, moves, lost, report };
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

/** What comes back through `b` is proven to be little. */
function learning(): Routing {
  const facts = ["a", "b", "c"].map((provider) => {
    const evidence = { sends: 400, score: provider === "b" ? 40 : 380 };
    return { provider, day: evidence, hour: evidence, rial: null };
  });
  const ranked = { operator: "IR-MCI", chain: "chain", facts, ranking: rank(facts, "configured") };
  const memory = { recent: () => ranked, keep() {} };
  return { ...FIXED_ROUTING, mode: "learn", labelOf: (name) => name, memory };
}

test("it goes on in the order that its send was given: a learned one, and that of a resend", () => {
  const learned = worldOf({ a: ACCEPTED, b: ACCEPTED, c: ACCEPTED }, { routing: learning() });
  start(learned.world);
  learned.lost("a", "m1");
  expect(learned.sent.map(({ provider }) => provider)).toEqual(["a", "c"]);

  const resent = worldOf({ a: ACCEPTED, b: ACCEPTED, c: ACCEPTED }, { resendOrder: "rotate" });
  start(resent.world);
  resent.world.clock.advance(1_000);
  start(resent.world);
  resent.lost("a", "m1");
  resent.lost("b", "m2");
  expect(resent.sent.map(({ provider }) => provider)).toEqual(["a", "b", "c"]);
});
