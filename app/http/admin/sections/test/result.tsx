/** @jsxImportSource preact */
/** What became of a test: the conclusion, and each attempt. */
import type { SendResult } from "../../../../service/test-send.ts";
import { type ShownAttempt, Timeline } from "../../../pages/timeline.tsx";
import { filled, type Language, type Text } from "../../../../language/language.ts";
import { Done } from "../../order-form.tsx";
import { TEST } from "./texts.ts";

export interface ResultShown {
  readonly result: SendResult;
  readonly language: Language;
  /** Where another test begins. */
  readonly home: string;
}

export function ResultPanel({ result, language, home }: ResultShown) {
  const { verdict, attempts, trace_id: traceId } = result;
  const { text, tone } = conclusionOf(result);
  return (
    <section class="panel stack">
      <h1>{TEST.send_a_test[language]}</h1>
      <Done text={filled(text[language], { kind: verdict }, language)} tone={tone} />
      {attempts.length > 0 && <Timeline attempts={attempts.map(shown)} language={language} />}
      <p class="small muted">
        {TEST.trace[language]} <bdi class="mono">{traceId}</bdi>
      </p>
      <div class="row">
        <a class="button" href={home}>
          {TEST.again[language]}
        </a>
      </div>
    </section>
  );
}

function shown(attempt: SendResult["attempts"][number]): ShownAttempt {
  const { started_at, duration_ms, hint, provider, channel, outcome, reason } = attempt;
  return {
    provider,
    channel,
    outcome,
    ...(reason !== undefined && { reason }),
    startedAt: Date.parse(started_at),
    durationMs: duration_ms,
    // In the language of the page already.
    ...(hint !== undefined && { hint: { en: hint, fa: hint } }),
  };
}

function conclusionOf({ verdict, accepted, attempts }: SendResult): {
  readonly text: Text;
  readonly tone: "good" | "bad";
} {
  if (verdict !== "sent")
    return { text: verdict === "budget" ? TEST.over_budget : TEST.not_sent, tone: "bad" };
  if (accepted) return { text: TEST.accepted, tone: "good" };
  const isDegraded = attempts.some(({ outcome }) => outcome === "accepted");
  return { text: isDegraded ? TEST.degraded : TEST.uncertain, tone: "bad" };
}
