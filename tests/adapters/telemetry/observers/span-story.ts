/** A number of requests, each in a trace of its own, and the spans a collector gets of them. */
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { freshNumber, verificationIn, wrong } from "../../../support/http.ts";
import { type Collector, type Span, startCollector } from "../sdk/collector.ts";
import { KEY, traced, tracedEnv } from "./traced.ts";

/** The caller's span. */
export const PARENT = "00f067aa0ba902b7";
const traceparent = (traceId: string, flags = "01") => ({ traceparent: `00-${traceId}-${PARENT}-${flags}` });

/** One trace for each story, named by its digit. */
export const SENT = "1".repeat(32);
export const FELL_BACK = "2".repeat(32);
export const SKIPPED = "3".repeat(32);
export const FAILED = "4".repeat(32);
export const CHECKED = "5".repeat(32);
export const UNSAMPLED = "6".repeat(32);
export const ALL_SKIPPED = "7".repeat(32);

/** The number that SENT is about. */
export const TO = freshNumber();

/** Stopped by whoever called. */
export async function collectStory(): Promise<Collector> {
  const collector = startCollector();
  const simulator = await startKavenegarSimulator({ keys: [KEY] });
  await traced(tracedEnv(simulator, collector), async ({ api }) => {
    const start = (trace: string, number = freshNumber(), flags?: string) =>
      api.post("/v1/verifications", { to: number, purpose: "login" }, traceparent(trace, flags));
    const { id } = verificationIn(await start(SENT, TO));
    const code = simulator.outbox[0]?.code ?? "";
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    await start(FELL_BACK);
    await start(UNSAMPLED, freshNumber(), "00");
    await api.post(`/v1/verifications/${id}/checks`, { code: wrong(code) }, traceparent(CHECKED));
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 }, 1);
    simulator.behave("sms/send", { kind: "refuse", code: 412 }, 1);
    await start(FAILED);
    simulator.behave("verify/lookup", { kind: "refuse", code: 418 }, 1);
    await start(SKIPPED);
    await start(ALL_SKIPPED);
    await api.del(`/v1/verifications/${id}`);
  });
  await simulator.stop();
  return collector;
}

export function spansOf(collector: Collector, traceId: string): readonly Span[] {
  return collector.spans().filter((span) => span.traceId === traceId);
}

/** The spans of a trace as a tree, e.g. `otp.start > otp.deliver > otp.delivery.attempt`. */
export function treeOf(collector: Collector, traceId: string): readonly string[] {
  const spans = spansOf(collector, traceId);
  const pathOf = (span: Span): string => {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    return parent === undefined ? span.name : `${pathOf(parent)} > ${span.name}`;
  };
  return spans.map(pathOf);
}
