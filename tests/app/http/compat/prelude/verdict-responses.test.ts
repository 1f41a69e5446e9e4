/** Every verdict in Prelude's words, without a server. */
import { Value } from "@sinclair/typebox/value";
import { expect, test } from "bun:test";
import { answerCheck, answerStart } from "../../../../../app/http/compat/prelude/verdict-responses.ts";
import {
  PreludeCheckReply,
  PreludeErrorReply,
  PreludeStartReply,
} from "../../../../../app/http/schemas/prelude.ts";
import type { VerificationView } from "../../../../../domain/ledger/verification-view.ts";
import type { CheckVerdict, StartVerdict } from "../../../../../domain/verdicts.ts";

const NOW = 1_000_000;
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const REPLY = { language: "en", traceId: TRACE, now: NOW } as const;
const START = { ...REPLY, channel: "sms", metadata: { correlation_id: "asked" } } as const;

const verification: VerificationView = {
  id: "ver_1",
  recipient: "+989121234567",
  status: "pending",
  purpose: "default",
  channel: "sms",
  locale: "fa",
  provider: "stage",
  createdAt: NOW,
  expiresAt: NOW + 300_000,
  resendAt: NOW + 60_000,
  readAt: NOW,
  checksLeft: 4,
  metadata: { correlation_id: "kept", order: "7" },
  attempts: [],
  traceId: TRACE,
};
const until = NOW + 90_000;
const quotas = [] as const;
const refusal = { until, rule: "address", quotas } as const;
const sent = { kind: "sent", verification, recorded: true, quotas } as const;
const challenge = { algorithm: "x", challenge: "x", salt: "x", signature: "x", maxNumber: 1 };

/** The verdict, what is said, and the seconds of Retry-After. */
const STARTS: readonly (readonly [StartVerdict, string, wait: string | null])[] = [
  [{ ...sent, resent: false }, "200 success", null],
  [{ ...sent, resent: true }, "200 retry", null],
  [{ kind: "recipient_refused", verification }, "200 blocked invalid_phone_number", null],
  [{ kind: "recipient_invalid", reason: "too_short" }, "200 blocked invalid_phone_number", null],
  [{ kind: "recipient_not_allowed", reason: "line", country: "IR" }, "200 blocked invalid_phone_line", null],
  [{ kind: "recipient_not_allowed", reason: "country", country: "US" }, "200 blocked in_block_list", null],
  [{ kind: "send_limit", until }, "200 blocked repeated_attempts", null],
  [{ kind: "guess_limit", until }, "200 blocked repeated_attempts", null],
  [{ kind: "low_conversion", ...refusal }, "200 blocked suspicious", null],
  [{ kind: "cooldown", until }, "429 rate_limited", "90"],
  [{ kind: "ip_limit", ...refusal }, "429 rate_limited", "90"],
  [{ kind: "caller_limit", ...refusal }, "429 rate_limited", "90"],
  [{ kind: "budget", ...refusal }, "429 rate_limited", "90"],
  [{ kind: "delivery_failed", verification, retryAt: until }, "502 delivery_failed", "90"],
  [{ kind: "overloaded", verification, retryAt: until }, "503 overloaded", "90"],
  [{ kind: "canceled", verification }, "410 canceled", null],
  [{ kind: "channel_unavailable" }, "400 bad_request", null],
  [{ kind: "busy" }, "409 busy", "1"],
];

test.each(STARTS)("a start that ends with %j", async (verdict, word, wait) => {
  await expectSaid(answerStart(verdict, START), word, wait, PreludeStartReply);
});

const CHECKS: readonly (readonly [CheckVerdict, string, wait: string | null])[] = [
  [{ kind: "approved", verification, proof: "the.proof", repeated: false }, "200 success", null],
  [{ kind: "incorrect", verification, repeated: false }, "200 failure", null],
  [{ kind: "exhausted", verification }, "200 failure", null],
  [{ kind: "malformed", codeLength: 6 }, "200 failure", null],
  [{ kind: "guess_limit", until }, "200 failure", null],
  [{ kind: "already_approved", verification }, "200 expired_or_not_found", null],
  [{ kind: "expired", verification }, "200 expired_or_not_found", null],
  [{ kind: "canceled", verification }, "200 expired_or_not_found", null],
  [{ kind: "undelivered", verification }, "200 expired_or_not_found", null],
  [{ kind: "not_found" }, "200 expired_or_not_found", null],
  [{ kind: "recipient_invalid", reason: "not_a_number" }, "200 expired_or_not_found", null],
  [{ kind: "recipient_not_allowed", reason: "country", country: "US" }, "200 expired_or_not_found", null],
  [{ kind: "busy" }, "409 busy", "1"],
];

test.each(CHECKS)("a check that ends with %j", async (verdict, word, wait) => {
  await expectSaid(answerCheck(verdict, REPLY), word, wait, PreludeCheckReply);
});

async function expectSaid(
  response: Response,
  word: string,
  wait: string | null,
  good: typeof PreludeStartReply | typeof PreludeCheckReply,
): Promise<void> {
  const body: unknown = await response.json();
  const { status, reason, code } = Object(body);
  const said = [response.status, status ?? code, reason].filter((part) => part !== undefined);
  expect(said.join(" ")).toBe(word);
  expect(response.headers.get("retry-after")).toBe(wait);
  expect(Value.Check(response.ok ? good : PreludeErrorReply, body)).toBe(true);
  const mayRetry = response.ok || word.endsWith("busy");
  expect(response.headers.get("x-should-retry")).toBe(mayRetry ? null : "false");
  expect(JSON.stringify(body)).not.toMatch(/\{\w+\}|the\.proof|"order"/);
}

test("a challenge cannot be passed on, so the send is blocked", async () => {
  const verdict: StartVerdict = {
    kind: "challenge_required",
    challenge,
    rule: "block",
    isAddressKnown: true,
    isResponseRefused: false,
    quotas,
  };
  await expectSaid(answerStart(verdict, START), "200 blocked suspicious", null, PreludeStartReply);
});

const bodyOf = async (response: Response): Promise<unknown> => response.json();

test("a reply shows the way that was asked for, and the correlation_id alone", async () => {
  expect(await bodyOf(answerStart({ ...sent, resent: false }, { ...START, channel: "call" }))).toEqual({
    id: "ver_1",
    status: "success",
    method: "voice",
    channels: ["voice"],
    metadata: { correlation_id: "kept" },
    request_id: TRACE,
  });
  expect(await bodyOf(answerStart({ kind: "send_limit", until }, START))).toEqual({
    id: TRACE,
    status: "blocked",
    reason: "repeated_attempts",
    method: "message",
    channels: ["sms"],
    metadata: { correlation_id: "asked" },
    request_id: TRACE,
  });
});
