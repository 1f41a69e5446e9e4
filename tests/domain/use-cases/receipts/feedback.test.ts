import { expect, test } from "bun:test";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import type { FeedbackMessage, FeedbackOutcome } from "../../../../domain/delivery/receipt.ts";
import { createFeedback } from "../../../../domain/use-cases/receipts/feedback.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { createWorld, PHONE } from "../../../support/world.ts";

interface Given extends FeedbackMessage {
  readonly provider: string;
  readonly outcome: FeedbackOutcome;
}

const worldOf = (providers: readonly Provider[], isTestNumber = false) =>
  createWorld({
    policy: { resendWaitMs: 0 },
    ports: ({ clock }) => ({
      providers,
      feedback: createFeedback(clock),
      ...(isTestNumber && {
        testNumbers: { [PHONE]: { code: null, behavior: "accepted" as const, until: null } },
      }),
    }),
  });

function worldWith(feedbackOn?: readonly FeedbackOutcome[], fails = false) {
  const given: Given[] = [];
  const codes: string[] = [];
  let sent = 0;
  const rewarded = (name: string, answers: "accepted" | "unknown"): Provider => ({
    name,
    account: name,
    channels: ["sms"],
    explain: () => null,
    async deliver({ code }) {
      codes.push(code);
      const messageId = `${name}-${++sent}`;
      return answers === "accepted"
        ? { outcome: "accepted", messageId }
        : { outcome: "unknown", reason: "reset", messageId };
    },
    async feedback(outcome, message) {
      given.push({ provider: name, outcome, ...message });
      if (fails) throw new Error("the vendor does not answer");
    },
    ...(feedbackOn && { feedbackOn }),
  });
  return { given, codes, rewarded, world: worldOf };
}

test("an approval is told to the vendor of the one message that brought the code", () => {
  const { given, codes, rewarded, world } = worldWith();
  const one = world([rewarded("a", "accepted")]);
  one.start();
  expect(one.check("000000").kind).toBe("incorrect");
  expect(given).toEqual([]);
  const [code = ""] = codes;
  expect(one.check(code).kind).toBe("approved");
  expect(given).toEqual([{ provider: "a", outcome: "approved", messageId: "a-1", code }]);
  one.check(code);
  expect(given.length).toBe(1);
});

test("an approval is credited to no vendor when two messages may have brought the code", () => {
  const { given, codes, rewarded, world } = worldWith();
  const two = world([rewarded("a", "unknown"), rewarded("b", "accepted")]);
  two.start();
  expect(two.check(codes[0] ?? "").kind).toBe("approved");
  expect(given).toEqual([]);
});

test("a cancellation is told to the vendors of all messages, without a code, once", () => {
  const { given, rewarded, world } = worldWith();
  const two = world([rewarded("a", "unknown"), rewarded("b", "accepted")]);
  const started = two.start();
  const id = started.kind === "sent" ? started.verification.id : "";
  two.cancel(id);
  two.cancel(id);
  expect(given).toEqual([
    { provider: "a", outcome: "canceled", messageId: "a-1" },
    { provider: "b", outcome: "canceled", messageId: "b-2" },
  ]);
});

test("a vendor hears only what it has a use for, and its failure changes nothing", () => {
  const { given, codes, rewarded, world } = worldWith(["canceled"], true);
  const one = world([rewarded("a", "accepted")]);
  one.start();
  expect(one.check(codes[0] ?? "").kind).toBe("approved");
  expect(given).toEqual([]);
  const again = one.start({ purpose: "other" });
  one.clock.advance(1);
  expect(one.cancel(again.kind === "sent" ? again.verification.id : "").kind).toBe("canceled");
  expect(given.length).toBe(1);
});

test("nothing is told of a test number", () => {
  const { given, rewarded, world } = worldWith();
  const one = world([rewarded("a", "accepted")], true);
  const started = one.start();
  one.cancel(started.kind === "sent" ? started.verification.id : "");
  expect(given).toEqual([]);
});

test("a vendor that hangs is given up, and no more than fifty calls are under way", () => {
  const clock = createSimClock();
  const feedback = createFeedback(clock);
  let calls = 0;
  const hanging: Provider = {
    name: "a",
    account: "a",
    channels: ["sms"],
    explain: () => null,
    deliver: async () => ({ outcome: "accepted" }),
    feedback() {
      calls += 1;
      return Promise.withResolvers<never>().promise;
    },
  };
  for (let index = 0; index < 60; index++) feedback.give(hanging, "approved", { messageId: `${index}` });
  expect(calls).toBe(50);
  clock.run(feedback.settled());
  feedback.give(hanging, "approved", { messageId: "more" });
  expect(calls).toBe(51);
});
