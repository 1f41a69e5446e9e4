/** Every verdict in Twilio's words, without a server. */
import { Value } from "@sinclair/typebox/value";
import { expect, test } from "bun:test";
import type { TwilioReply } from "../../../../../app/http/compat/twilio/reply-context.ts";
import {
  answerCancel,
  answerCarry,
  answerCheck,
  answerFind,
  answerReport,
  answerStart,
} from "../../../../../app/http/compat/twilio/verdict-responses.ts";
import { TwilioCheck, TwilioErrorReply, TwilioVerification } from "../../../../../app/http/schemas/twilio.ts";
import type { DeliveryView } from "../../../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../../../domain/ledger/verification-view.ts";
import type {
  CancelVerdict,
  CarryVerdict,
  CheckVerdict,
  FindVerdict,
  ReportVerdict,
  StartVerdict,
} from "../../../../../domain/verdicts.ts";
import { SERVICE } from "../../../../support/twilio.ts";

const NOW = Date.parse("2026-11-28T10:20:30.456Z");
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const REPLY: TwilioReply = {
  language: "en",
  traceId: TRACE,
  now: () => NOW,
  aliasOf: (id) => Buffer.from(id.padEnd(16, "-")).toString("hex").slice(0, 32),
  app: { exampleNumber: null },
  accountSid: null,
  serviceSid: SERVICE,
  serviceUrl: null,
  path: `/Services/${SERVICE}/Verifications`,
};

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
  attempts: [],
  traceId: TRACE,
};
const settled = (status: VerificationView["status"]) => ({ ...verification, status, settledAt: NOW + 9_000 });
const delivery: DeliveryView = {
  id: "dlv_1",
  recipient: "+989121234567",
  status: "accepted",
  purpose: "default",
  channel: "sms",
  provider: "stage",
  createdAt: NOW,
  expiresAt: NOW + 300_000,
  attempts: [],
  traceId: TRACE,
};
const until = NOW + 90_000;
const quotas = [] as const;
const refusal = { until, rule: "address", quotas } as const;
const challenge = {
  kind: "challenge_required",
  challenge: {},
  rule: "block",
  isAddressKnown: true,
  isResponseRefused: false,
  quotas,
} as const;

/** What keeps a message from being sent, whosever code it is. */
const NOT_SENT: readonly (readonly [StartVerdict & CarryVerdict, string])[] = [
  [{ kind: "cooldown", until }, "429 60203 cooldown, again in 90"],
  [{ kind: "send_limit", until }, "429 60203 send_limit, again in 90"],
  [{ kind: "guess_limit", until }, "429 60203 send_limit, again in 90"],
  [{ kind: "ip_limit", ...refusal }, "429 20429 ip_limit, again in 90"],
  [{ kind: "caller_limit", ...refusal }, "429 20429 caller_limit, again in 90"],
  [{ kind: "budget", ...refusal }, "429 20429 budget, again in 90"],
  [{ kind: "low_conversion", ...refusal }, "403 60410 low_conversion, again in 90"],
  [challenge, "403 60410 challenge_required"],
  [{ kind: "channel_unavailable" }, "400 60200 channel_unavailable"],
  [{ kind: "busy" }, "429 60212 busy, again in 1"],
  [{ kind: "recipient_invalid", reason: "too_short" }, "400 60200 recipient_invalid"],
  [{ kind: "recipient_not_allowed", reason: "line", country: "IR" }, "403 60205 recipient_not_allowed"],
  [{ kind: "recipient_not_allowed", reason: "country", country: "US" }, "403 60605 recipient_not_allowed"],
];

test.each(NOT_SENT)("a send that ends with %j", async (verdict, word) => {
  await expectSaid(answerStart(verdict, REPLY), word);
  await expectSaid(answerCarry(verdict, REPLY), word);
});

const sent = { kind: "sent", recorded: true, quotas } as const;
const STARTS: readonly (readonly [StartVerdict, string])[] = [
  [{ ...sent, verification, resent: false }, "201 pending"],
  [{ ...sent, verification, resent: true }, "201 pending"],
  [{ ...sent, verification: settled("approved"), resent: true }, "201 approved"],
  [{ kind: "canceled", verification: settled("canceled") }, "201 canceled"],
  [{ kind: "delivery_failed", verification, retryAt: until }, "503 20503 delivery_failed, again in 90"],
  [{ kind: "overloaded", verification, retryAt: until }, "503 20503 overloaded, again in 90"],
  [{ kind: "recipient_refused", verification }, "400 60200 recipient_invalid"],
];

test.each(STARTS)("a start that ends with %j", async (verdict, word) => {
  await expectSaid(answerStart(verdict, REPLY), word);
});

const NEVER = new Promise<never>(() => {});
const CARRIES: readonly (readonly [CarryVerdict, string])[] = [
  [{ kind: "carried", delivery, recorded: true, quotas }, "201 pending"],
  [{ kind: "carrying", delivery: { ...delivery, status: "carrying" }, quotas, ended: NEVER }, "201 pending"],
  [{ kind: "delivery_failed", delivery, retryAt: until }, "503 20503 delivery_failed, again in 90"],
  [{ kind: "overloaded", delivery, retryAt: until }, "503 20503 overloaded, again in 90"],
  [{ kind: "recipient_refused", delivery }, "400 60200 recipient_invalid"],
  [{ kind: "code_malformed" }, "400 60200 invalid_request"],
];

test.each(CARRIES)("a carried code that ends with %j", async (verdict, word) => {
  await expectSaid(answerCarry(verdict, REPLY), word);
});

const CHECKS: readonly (readonly [CheckVerdict, string])[] = [
  [
    { kind: "approved", verification: settled("approved"), proof: "the.proof", repeated: false },
    "201 approved",
  ],
  [{ kind: "incorrect", verification, repeated: false }, "200 pending"],
  [{ kind: "incorrect", verification: settled("exhausted"), repeated: false }, "200 max_attempts_reached"],
  [{ kind: "malformed", codeLength: 6 }, "400 60200 invalid_request"],
  [{ kind: "guess_limit", until }, "429 60202 checks_exhausted, again in 90"],
  [{ kind: "exhausted", verification }, "429 60202 checks_exhausted, again in 60"],
  [{ kind: "already_approved", verification }, "404 20404 already_approved"],
  [{ kind: "expired", verification }, "404 20404 expired"],
  [{ kind: "canceled", verification }, "404 20404 canceled"],
  [{ kind: "undelivered", verification }, "404 20404 undelivered"],
  [{ kind: "not_found" }, "404 20404 not_found"],
  [{ kind: "recipient_invalid", reason: "not_a_number" }, "400 60200 recipient_invalid"],
  [{ kind: "recipient_not_allowed", reason: "country", country: "US" }, "403 60605 recipient_not_allowed"],
  [{ kind: "busy" }, "429 60212 busy, again in 1"],
];

test.each(CHECKS)("a check that ends with %j", async (verdict, word) => {
  const reply = answerCheck(verdict, REPLY);
  expect(reply.headers.get("ramz-proof")).toBe(verdict.kind === "approved" ? "the.proof" : null);
  await expectSaid(reply, word, TwilioCheck);
});

const FINDS: readonly (readonly [FindVerdict, string])[] = [
  [{ kind: "verification", verification }, "200 pending"],
  [{ kind: "verification", verification: settled("expired") }, "200 expired"],
  [{ kind: "verification", verification: settled("undelivered") }, "200 failed"],
  [{ kind: "delivery", delivery }, "200 pending"],
  [{ kind: "delivery", delivery: { ...delivery, expiresAt: NOW } }, "200 expired"],
  [{ kind: "delivery", delivery: { ...delivery, status: "undelivered" } }, "200 failed"],
  [{ kind: "delivery", delivery: { ...delivery, outcome: "used" } }, "200 approved"],
  [{ kind: "delivery", delivery: { ...delivery, outcome: "unused" } }, "200 canceled"],
  [{ kind: "not_found" }, "404 20404 not_found"],
  [{ kind: "recipient_invalid", reason: "not_a_number" }, "404 20404 not_found"],
  [{ kind: "recipient_not_allowed", reason: "line", country: "IR" }, "404 20404 not_found"],
];

test.each(FINDS)("a fetch that ends with %j", async (verdict, word) => {
  await expectSaid(answerFind(verdict, REPLY), word);
});

const CANCELS: readonly (readonly [CancelVerdict, string])[] = [
  [{ kind: "canceled", verification: settled("canceled") }, "200 canceled"],
  [{ kind: "already_approved", verification }, "404 20404 already_approved"],
  [{ kind: "exhausted", verification }, "404 20404 checks_exhausted"],
  [{ kind: "expired", verification }, "404 20404 expired"],
  [{ kind: "undelivered", verification }, "404 20404 undelivered"],
  [{ kind: "not_found" }, "404 20404 not_found"],
  [{ kind: "busy" }, "429 60212 busy, again in 1"],
];

test.each(CANCELS)("a cancel that ends with %j", async (verdict, word) => {
  await expectSaid(answerCancel(verdict, REPLY), word);
});

const REPORTS: readonly (readonly [ReportVerdict, string])[] = [
  [{ kind: "reported", delivery: { ...delivery, outcome: "used" }, repeated: true }, "200 approved"],
  [{ kind: "already_used", delivery }, "404 20404 already_used"],
  [{ kind: "not_found" }, "404 20404 not_found"],
  [{ kind: "busy" }, "429 60212 busy, again in 1"],
];

test.each(REPORTS)("a report that ends with %j", async (verdict, word) => {
  await expectSaid(answerReport(verdict, REPLY), word);
});

/** Status, code, Ramz's own word and Retry-After of an error; of a success its status. */
async function expectSaid(
  response: Response,
  word: string,
  good: typeof TwilioVerification | typeof TwilioCheck = TwilioVerification,
): Promise<void> {
  const body: unknown = await response.json();
  const { status, code, more_info: more = "" } = Object(body);
  const ownWord = String(more).replace("urn:ramz:problem:", "");
  const wait = response.headers.get("retry-after");
  const said = response.ok ? status : `${code} ${ownWord}`;
  expect(`${response.status} ${said}${wait === null ? "" : `, again in ${wait}`}`).toBe(word);
  const text = JSON.stringify(body);
  expect([text, Value.Check(response.ok ? good : TwilioErrorReply, body)]).toEqual([text, true]);
  expect(text).not.toMatch(/\{\w*[a-z]\w*\}|the\.proof|\.\d{3}Z|"title"/);
}

async function read(view: VerificationView) {
  return Object(await answerFind({ kind: "verification", verification: view }, REPLY).json());
}

test("its last change is the end of an attempt, or its own end", async () => {
  const started = { send: NOW, index: 0, provider: "a", startedAt: NOW, outcome: "accepted" } as const;
  const attempts = [{ ...started, durationMs: 2_000 }];
  expect((await read(verification)).date_updated).toBe("2026-11-28T10:20:30Z");
  expect((await read({ ...verification, attempts })).date_updated).toBe("2026-11-28T10:20:32Z");
  expect((await read({ ...settled("canceled"), attempts })).date_updated).toBe("2026-11-28T10:20:39Z");
});

test("one entry for each send of which something may be out, with the channel of its last message", async () => {
  const attempt = { index: 0, provider: "a", startedAt: NOW, durationMs: 1, outcome: "accepted" } as const;
  const attempts = [
    { ...attempt, send: NOW, outcome: "refused" as const },
    { ...attempt, send: NOW, index: 1 },
    { ...attempt, send: NOW + 1, outcome: "skipped" as const },
    { ...attempt, send: NOW + 60_000, outcome: "unknown" as const },
    { ...attempt, send: NOW + 60_000, index: 1, channel: "call" as const },
  ];
  const { send_code_attempts: sends } = await read({ ...verification, attempts });
  expect(sends).toEqual([
    { time: "2026-11-28T10:20:30Z", channel: "SMS", attempt_sid: expect.stringMatching(/^VL/) },
    { time: "2026-11-28T10:21:30Z", channel: "CALL", attempt_sid: expect.stringMatching(/^VL/) },
  ]);
});
