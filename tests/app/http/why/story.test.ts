/** What a person is told of a code: by the fate of its newest message and by how it ended. */
import { describe, expect, test } from "bun:test";
import type { ReceiptedAttempt } from "../../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../../domain/ledger/verification-view.ts";
import { storyOf } from "../../../../app/http/why/story.ts";

const NOW = Date.UTC(2026, 10, 28, 12);

function attempt(further: Partial<ReceiptedAttempt>): ReceiptedAttempt {
  const made = { send: NOW, index: 0, provider: "acme/sms", startedAt: NOW, durationMs: 200 } as const;
  return { ...made, outcome: "accepted", ...further };
}

function verification(
  attempts: readonly ReceiptedAttempt[],
  further: Partial<VerificationView> = {},
): VerificationView {
  return {
    id: "ver_x",
    recipient: "+989123456789",
    status: "pending",
    purpose: "default",
    channel: "sms",
    locale: "fa",
    provider: null,
    createdAt: NOW,
    expiresAt: NOW + 300_000,
    resendAt: NOW + 60_000,
    readAt: NOW,
    checksLeft: 5,
    attempts,
    traceId: "0".repeat(32),
    ...further,
  };
}

const refused = attempt({ outcome: "refused", fault: "account", reason: "no_credit" });
interface Texts {
  readonly standing: readonly string[];
  readonly steps: readonly string[];
  readonly advice: readonly string[];
}

const texts = (view: VerificationView | DeliveryView): Texts => {
  const { standing, steps, advice } = storyOf(view);
  return { standing, steps: steps.map(({ text }) => text), advice };
};

describe("the newest message decides", () => {
  const AGAIN = ["again", "call", "support"];
  const ON_THE_WAY = ["check_number", "inbox_full", "blocked_iran"];
  test.each([
    ["accepted", [attempt({})], "sent", ["step_sms"], ["wait", ...ON_THE_WAY, ...AGAIN]],
    [
      "after a fallback",
      [refused, attempt({ index: 1 })],
      "sent",
      ["step_sms"],
      ["wait", ...ON_THE_WAY, ...AGAIN],
    ],
    [
      "unknown",
      [attempt({ outcome: "unknown" })],
      "maybe_sent",
      ["step_maybe_sent"],
      ["wait", ...ON_THE_WAY, ...AGAIN],
    ],
    ["under way", [attempt({ outcome: "planned" })], "sending", ["step_sending"], ["look_again_soon"]],
    [
      "arrived",
      [attempt({ receipt: { state: "delivered", at: NOW + 5_000 } })],
      "arrived",
      ["step_sms", "step_arrived"],
      ["look_everywhere", "newest_code", ...AGAIN],
    ],
    [
      "not arrived",
      [attempt({ receipt: { state: "undelivered", at: NOW + 5_000, reason: "10" } })],
      "not_arrived",
      ["step_sms", "step_not_arrived"],
      ["in_reach", ...ON_THE_WAY, ...AGAIN],
    ],
    ["refused by all", [refused, { ...refused, index: 1 }], "not_sent", ["step_not_sent"], AGAIN],
    [
      "a number that is none",
      [attempt({ outcome: "refused", fault: "recipient" })],
      "wrong_number",
      ["step_not_sent"],
      ["correct_number", "support"],
    ],
    [
      "a call",
      [attempt({ channel: "call" })],
      "sent",
      ["step_call"],
      ["wait", "answer_call", ...ON_THE_WAY, ...AGAIN],
    ],
    [
      "a resend that failed after a message that did not arrive",
      [
        attempt({ receipt: { state: "undelivered", at: NOW + 5_000 } }),
        { ...refused, send: NOW + 60_000, startedAt: NOW + 60_000 },
      ],
      "not_sent",
      ["step_sms", "step_not_arrived", "step_not_sent"],
      AGAIN,
    ],
  ] as const)("%s", (_, attempts, standing, steps, advice) => {
    expect(texts(verification(attempts))).toEqual({
      standing: [standing],
      steps: ["asked", ...steps],
      advice: [...advice],
    });
  });

  test("*800# is for Iranian numbers alone", () => {
    const german = verification([attempt({})], { recipient: "+4915112345678" });
    expect(texts(german).advice).toContain("blocked");
  });
});

describe("the end is told with it", () => {
  test.each(["expired", "exhausted", "canceled"] as const)("%s", (status) => {
    const { standing, steps, advice } = texts(verification([attempt({})], { status, settledAt: NOW + 1 }));
    expect([standing, steps.at(-1)]).toEqual([["sent", status], `step_${status}`]);
    expect(advice).not.toContain("wait");
    expect(advice[0] === "newest_code").toBe(status === "canceled");
  });

  test("an approved code, and a carried one that was used, leave nothing to do", () => {
    const approved = verification([attempt({})], { status: "approved", settledAt: NOW + 1 });
    expect(storyOf(approved)).toMatchObject({
      standing: ["approved"],
      advice: ["nothing", "not_you"],
      isOpen: false,
    });
    const { recipient, purpose, channel, createdAt, expiresAt, attempts, traceId } = approved;
    const used: DeliveryView = {
      id: "dlv_x",
      status: "accepted",
      provider: null,
      outcome: "used",
      recipient,
      purpose,
      channel,
      createdAt,
      expiresAt,
      attempts,
      traceId,
    };
    expect(texts(used).standing).toEqual(["approved"]);
  });
});
