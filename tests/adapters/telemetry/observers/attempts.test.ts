/** What is told of one call of a provider that is somebody else's code. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Telemetry } from "../../../../adapters/telemetry/telemetry.ts";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import type { SimClock } from "../../../support/sim-clock.ts";
import { type Line, startListening } from "../sdk/listening.ts";
import { callProvider } from "../../../../domain/delivery/call-provider.ts";

const CODE = "482913";
const NUMBER = "9121234567";
const MASKED = "+98912*****67";
const TIMEOUT_MS = 4_000;

let clock: SimClock;
let telemetry: Telemetry;
let lines: Line[];

beforeEach(async () => {
  ({ clock, telemetry, lines } = await startListening());
});
afterEach(() => telemetry.shutdown());

/** Calls the provider as the domain does. */
function called(deliver: Provider["deliver"], explain: Provider["explain"] = () => null) {
  const provider = { name: "mine", account: "mine", channels: ["sms"], deliver, explain } as const;
  const message: DeliveryMessage = {
    verificationId: "ver_1",
    attemptIndex: 0,
    attemptId: "attempt",
    app: "shop",
    recipient: `+98${NUMBER}`,
    code: CODE,
    channel: "sms",
    locale: "fa",
    expiresAt: clock.now() + 300_000,
  };
  const call = {
    provider,
    message,
    deadline: clock.now() + TIMEOUT_MS,
    stopped: new Promise<never>(() => {}),
    place: { leave() {} },
  };
  return clock.run(callProvider(call, clock, telemetry.deliveries((name) => name).sendStarted("login")))
    .result;
}

const after = (ms: number, result: DeliveryResult) => async () => {
  await clock.sleep(ms);
  return result;
};
const ACCEPTED: DeliveryResult = { outcome: "accepted", messageId: "m1" };
const told = () => lines.slice(1).map(({ level, message }) => `${level} ${message}`);

describe("what is told agrees with what the domain heard", () => {
  test.each([0, TIMEOUT_MS, TIMEOUT_MS + 240])("when the answer comes after %d ms", (ms) => {
    expect(called(after(ms, ACCEPTED))).toEqual(ACCEPTED);
    expect(told()).toEqual(["info mine accepted the message"]);
    expect(clock.held()).toBe(0);
  });

  // The domain waits until 250 ms after the time-out.
  test.each([251, 260, 9_000])("when it comes %d ms too late: it counts for nothing", (ms) => {
    expect(called(after(TIMEOUT_MS + ms, ACCEPTED))).toEqual({ outcome: "unknown", reason: "timeout" });
    clock.advance(2 * ms);
    expect(told()).toEqual(["warn mine unknown: timeout"]);
    expect(clock.held()).toBe(0);
  });
});

const SPELLINGS = [
  `+98${NUMBER}`,
  `0098${NUMBER}`,
  `98${NUMBER}`,
  `0${NUMBER}`,
  NUMBER,
  "0912 123 4567",
  "+98 (0) 912-123-4567",
  "۰۹۱۲۱۲۳۴۵۶۷",
  "٠٩١٢١٢٣٤٥٦٧",
];

const repeating = (reason: string) => ({ en: `About ${reason}.`, fa: "" });

describe.each(SPELLINGS)("the number as %s is masked", (spelling) => {
  test("in what was thrown", () => {
    called(() => Promise.reject(new Error(`receptor ${spelling}: not valid`)));
    expect(told()).toEqual([
      "warn mine unknown: provider_failed",
      `error mine threw: receptor ${MASKED}: not valid`,
    ]);
  });

  test("in the reason, the vendor's code, the message's id, the template and the hint", () => {
    const refused = { outcome: "refused", fault: "message", reason: `bad ${spelling}` } as const;
    const sentWith = { kind: "template", name: `t/${spelling}` } as const;
    const vendors = { vendorCode: `x${spelling}`, messageId: `m/${spelling}`, sentWith };
    called(async () => ({ ...refused, ...vendors }), repeating);
    expect(lines.at(-1)).toMatchObject({
      level: "warn",
      message: `mine refused: bad ${MASKED} (x${MASKED})`,
      fields: {
        reason: `bad ${MASKED}`,
        vendor_code: `x${MASKED}`,
        message_id: `m/${MASKED}`,
        template: `t/${MASKED}`,
        hint: `About bad ${MASKED}.`,
      },
    });
  });
});

test.each([CODE, "۴۸۲۹۱۳", "482 913"])("the code as %s is left out", (spelling) => {
  called(() => Promise.reject(new Error(`no token ${spelling}.`)));
  expect(told().at(-1)).toBe("error mine threw: no token ***.");
});

test("other numbers stay as they are", () => {
  called(() => Promise.reject(new Error("HTTP 502 from 10.0.0.12:8443, line 10008663")));
  expect(told().at(-1)).toBe("error mine threw: HTTP 502 from 10.0.0.12:8443, line 10008663");
  // As clients of vendors do.
  called(() => Promise.reject({ status: 401, message: "no such key" }));
  expect(told().at(-1)).toBe('error mine threw: {"status":401,"message":"no such key"}');
});

test("what was thrown may be anything, and a hint may fail: the attempt is told once", async () => {
  called(
    () => Promise.reject(Object.create(null)),
    () => {
      throw new Error("no hint");
    },
  );
  expect(told()).toEqual(["warn mine unknown: provider_failed", "error mine threw: a value without text"]);
  const counted = (await telemetry.metrics())
    .split("\n")
    .filter((line) => line.startsWith("otp_delivery_attempts"));
  expect(counted).toEqual([expect.stringMatching(/otp_provider="mine",otp_attempt_outcome="unknown".* 1$/)]);
});
