/** @jsxImportSource preact */
/** What happened, attempt by attempt: when it ran, what came of it and why, what it cost, and whether the message arrived. */
import { type Attempt, channelOf, type ReceiptedAttempt } from "../../../../domain/delivery/attempt.ts";
import type { App } from "../../../service/calling-app.ts";
import { Badge, type Span, Track } from "../../pages/parts.tsx";
import { OUTCOME_TEXTS, OUTCOME_TONES } from "../../pages/words.ts";
import { durationText } from "../../../language/duration.ts";
import type { Language } from "../../../language/language.ts";
import { hintOf } from "../../../service/present-attempt.ts";
import { Time } from "../page.tsx";
import { money, say, SKIP_TEXTS } from "./texts.ts";

interface TimelineProps {
  readonly attempts: readonly ReceiptedAttempt[];
  readonly app: App;
  readonly language: Language;
}

/** One part for each send: the first, and each time the code was sent again. */
export function Timeline({ attempts, app, language }: TimelineProps) {
  const sends = [...Map.groupBy(attempts, ({ send }) => send)];
  return (
    <section class="panel stack">
      <h2>{say("timeline", language)}</h2>
      {sends.length === 0 && <p class="muted">{say("no_attempt", language)}</p>}
      {sends.map(([send, own], index) => (
        <section class="stack" key={send}>
          <h3 class="row small">
            {index === 0 ? say("first_send", language) : say("next_send", language, { index: index + 1 })}
            <span class="muted">
              <Time at={send} language={language} />
            </span>
          </h3>
          <Send attempts={own} app={app} language={language} />
        </section>
      ))}
    </section>
  );
}

function Send({ attempts, app, language }: TimelineProps) {
  const begin = Math.min(...attempts.map(({ startedAt }) => startedAt));
  const end = Math.max(...attempts.map(({ startedAt, durationMs }) => startedAt + durationMs));
  return (
    <ol class="waterfall">
      {attempts.map((attempt) => (
        <li key={attempt.index} class={OUTCOME_TONES[attempt.outcome] ?? "rest"}>
          <One
            attempt={attempt}
            app={app}
            language={language}
            span={{ startMs: attempt.startedAt - begin, durationMs: attempt.durationMs }}
            wholeMs={Math.max(1, end - begin)}
          />
        </li>
      ))}
    </ol>
  );
}

interface OneProps {
  readonly attempt: ReceiptedAttempt;
  readonly app: App;
  readonly language: Language;
  readonly span: Span;
  readonly wholeMs: number;
}

function One({ attempt, app, language, span, wholeMs }: OneProps) {
  const { provider, outcome, durationMs, receipt } = attempt;
  const hint = hintOf(attempt, app)?.[language];
  const facts = factsOf(attempt, language);
  return (
    <>
      <p class="row">
        <bdi class="mono">{provider}</bdi>
        <Badge tone={OUTCOME_TONES[outcome] ?? "rest"}>{OUTCOME_TEXTS[outcome]?.[language] ?? outcome}</Badge>
        {outcome !== "skipped" && (
          <span class="push">
            <bdi class="mono muted small">{Math.round(durationMs)} ms</bdi>
          </span>
        )}
      </p>
      <Track span={span} wholeMs={wholeMs} />
      {hint !== undefined && <p class="small">{hint}</p>}
      {receipt !== undefined && (
        <p class={`small receipt ${receipt.state}`}>{receiptText(attempt, language)}</p>
      )}
      {facts.length > 0 && (
        <p class="small muted facts">
          {facts.map((fact) => (
            <bdi key={fact}>{fact}</bdi>
          ))}
        </p>
      )}
    </>
  );
}

/** The facts that no sentence has. */
function factsOf(attempt: Attempt, language: Language): readonly string[] {
  const { reason, vendorCode, messageId, costRial, sentWith } = attempt;
  const channel = channelOf(attempt);
  const skipped = SKIP_TEXTS.get(reason ?? "")?.[language];
  return [
    ...(reason === undefined ? [] : [attempt.outcome === "skipped" ? (skipped ?? reason) : reason]),
    ...(channel === "call" ? [say("by_call", language)] : []),
    ...(channel === "messenger" ? [say("by_messenger", language)] : []),
    ...(sentWith === undefined
      ? []
      : [say(sentWith.kind, language, { name: `\u2066${sentWith.name}\u2069` })]),
    ...(vendorCode === undefined ? [] : [say("vendor_code", language, { code: vendorCode })]),
    ...(messageId === undefined ? [] : [say("message", language, { id: messageId })]),
    ...(costRial === undefined ? [] : [money(costRial, language)]),
  ];
}

function receiptText({ startedAt, durationMs, receipt }: ReceiptedAttempt, language: Language): string {
  if (receipt === undefined) return "";
  const { state, at, reason } = receipt;
  const wait = durationText(Math.max(0, Math.round((at - startedAt - durationMs) / 1000)), language);
  const text = say(state === "delivered" ? "arrived" : "not_arrived", language, { wait });
  return reason === undefined ? text : `${text} (${reason})`;
}
