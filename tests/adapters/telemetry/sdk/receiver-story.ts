/** One verification that falls back and is approved, and what docs/reference/telemetry.md promises of its telemetry. */
import { expect } from "bun:test";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { verificationIn } from "../../../support/http.ts";
import { KEY, traced, tracedEnv } from "../observers/traced.ts";
import type { OtlpMetric } from "./otlp-metrics.ts";
import type { Span } from "./otlp-spans.ts";

export const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";
const TO = "+989121234567";

type Env = Readonly<Record<string, string>>;

/** A send that falls back, and the check of its code, both in the trace of the caller. Everything has left when it returns. */
export async function verifyOnce(env: Env): Promise<void> {
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  await traced(tracedEnv(simulator, { env }), async ({ api }) => {
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    // Spans begin at whole milliseconds, and are put in order by them.
    simulator.behave("sms/send", { kind: "slow", delayMs: 10 }, 1);
    const caller = { traceparent: `00-${TRACE}-${CALLER}-01` };
    const { id } = verificationIn(await api.post("/v1/verifications", { to: TO, purpose: "login" }, caller));
    const code = simulator.outbox.at(-1)?.code;
    expect((await api.post(`/v1/verifications/${id}/checks`, { code }, caller)).status).toBe(200);
  });
  await simulator.stop();
}

const SERVED = {
  "http.request.method": "POST",
  "url.scheme": "http",
  "server.address": "127.0.0.1",
  "server.port": expect.any(Number),
};
const VERIFICATION = {
  "otp.app": "default",
  "otp.purpose": "login",
  "otp.channel": "sms",
  "otp.recipient": "+98912*****67",
  "otp.verification.id": expect.stringMatching(/^ver_/),
};
const ATTEMPT = {
  "otp.app": "default",
  "otp.purpose": "login",
  "otp.channel": "sms",
  "http.request.method": "POST",
  "server.address": "127.0.0.1",
  "server.port": expect.any(Number),
};

/** Parents first; `parent` is the name of one, or the id of the caller's span. Each with all its attributes. */
export const SPANS: readonly (Pick<Span, "name" | "kind" | "status" | "attributes"> & {
  readonly parent: string;
})[] = [
  {
    name: "otp.start",
    kind: "server",
    parent: CALLER,
    status: "unset",
    attributes: {
      ...SERVED,
      ...VERIFICATION,
      "http.route": "/v1/verifications",
      "url.path": "/v1/verifications",
      "http.response.status_code": 201,
      "otp.verdict": "sent",
    },
  },
  { name: "otp.deliver", kind: "internal", parent: "otp.start", status: "unset", attributes: {} },
  {
    name: "otp.delivery.attempt",
    kind: "client",
    parent: "otp.deliver",
    status: "error",
    attributes: {
      ...ATTEMPT,
      "otp.provider": "kavenegar/verify",
      "otp.attempt.index": 0,
      "otp.attempt.outcome": "refused",
      "otp.attempt.fault": "message",
      "otp.attempt.reason": "template_not_found",
      "otp.vendor.code": "424",
      "otp.template": "verify",
      "url.full": expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/\*\*\*\/verify\/lookup\.json$/),
      "http.response.status_code": 424,
      "error.type": "424",
    },
  },
  {
    name: "otp.delivery.attempt",
    kind: "client",
    parent: "otp.deliver",
    status: "unset",
    attributes: {
      ...ATTEMPT,
      "otp.provider": "kavenegar/sms",
      "otp.attempt.index": 1,
      "otp.attempt.outcome": "accepted",
      "otp.vendor.code": "200",
      "otp.line": "10008663",
      "url.full": expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/\*\*\*\/sms\/send\.json$/),
      "http.response.status_code": 200,
    },
  },
  {
    name: "otp.check",
    kind: "server",
    parent: CALLER,
    status: "unset",
    attributes: {
      ...SERVED,
      ...VERIFICATION,
      "http.route": "/v1/verifications/:id/checks",
      "url.path": expect.stringMatching(/^\/v1\/verifications\/ver_[\w-]+\/checks$/),
      "http.response.status_code": 200,
      "otp.verdict": "approved",
    },
  },
];

const COUNTS = { type: "counter", unit: "" } as const;
const SECONDS = { type: "histogram", unit: "s" } as const;
const STATE = { type: "gauge", unit: "" } as const;

const served = (route: string, status: number) => ({
  "http.request.method": "POST",
  "http.route": route,
  "http.response.status_code": status,
});
const REFUSED = { "otp.provider": "kavenegar/verify", "otp.attempt.outcome": "refused" };
const ACCEPTED = { "otp.provider": "kavenegar/sms", "otp.attempt.outcome": "accepted" };
const CARRIER = { "otp.provider": "kavenegar/sms", "otp.operator": "IR-MCI" };
const ACCOUNT = { "otp.account": expect.stringMatching(/^kavenegar:[0-9a-f]+$/) };
const OPERATIONS = "load save count claim replace release expect note read append ping".split(" ");

/** Each with all its points: labels, and the value or, of a histogram, the number of measurements. */
export const METRICS: Readonly<Record<string, Omit<OtlpMetric, "name" | "temporality">>> = {
  "http.server.request.duration.seconds": {
    ...SECONDS,
    points: [
      [served("/v1/verifications", 201), 1],
      [served("/v1/verifications/:id/checks", 200), 1],
    ],
  },
  "otp.delivery.attempts": {
    ...COUNTS,
    points: [
      [{ ...REFUSED, "otp.attempt.fault": "message" }, 1],
      [ACCEPTED, 1],
    ],
  },
  "otp.delivery.attempt.duration.seconds": {
    ...SECONDS,
    points: [
      [REFUSED, 1],
      [ACCEPTED, 1],
    ],
  },
  "otp.delivery.fallbacks": {
    ...COUNTS,
    points: [[{ "otp.provider.from": "kavenegar/verify", "otp.provider.to": "kavenegar/sms" }, 1]],
  },
  "otp.verifications": {
    ...COUNTS,
    points: [
      [{ event: "started" }, 1],
      [{ event: "approved" }, 1],
    ],
  },
  "otp.checks": { ...COUNTS, points: [[{ "otp.verdict": "approved" }, 1]] },
  "otp.conversion": {
    ...COUNTS,
    points: [
      [{ ...CARRIER, outcome: "sent" }, 1],
      [{ ...CARRIER, outcome: "approved" }, 1],
    ],
  },
  "otp.conversion.seconds": { ...SECONDS, points: [[CARRIER, 1]] },
  "otp.bulkhead.wait.seconds": {
    ...SECONDS,
    points: ["kavenegar/verify", "kavenegar/sms"].map((name) => [
      { "otp.provider": name, "otp.place_given": true },
      1,
    ]),
  },
  "otp.store.failures": { ...COUNTS, points: OPERATIONS.map((operation) => [{ operation }, 0]) },
  "otp.budget.used": { ...STATE, points: [[{ rule: "service_messages_day" }, 1]] },
  "otp.budget.limit": { ...STATE, points: [[{ rule: "service_messages_day" }, 10_000]] },
  "otp.breaker.open": {
    ...STATE,
    points: ["kavenegar/verify", "kavenegar/sms"].map((name) => [{ "otp.provider": name }, 0]),
  },
  "otp.bulkhead.used": { ...STATE, points: [[ACCOUNT, 0]] },
  "otp.bulkhead.waiting": { ...STATE, points: [[ACCOUNT, 0]] },
};
