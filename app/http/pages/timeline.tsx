/** @jsxImportSource preact */
/** The attempts as a waterfall: where each bar stands says when it ran. */
import { type Language, type Text, withDigitsOf } from "../../language/language.ts";
import { Badge, type Span, Track } from "./parts.tsx";
import { OUTCOME_TEXTS, OUTCOME_TONES } from "./words.ts";

const TITLE: Text = { en: "Attempts", fa: "تلاش‌های ارسال" };

/** An attempt as a page shows it. */
export interface ShownAttempt {
  readonly provider: string;
  readonly channel: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly hint?: Text;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly receipt?: string;
}

interface TimelineProps {
  readonly attempts: readonly ShownAttempt[];
  readonly language: Language;
}

export function Timeline({ attempts, language }: TimelineProps) {
  const begin = Math.min(...attempts.map(({ startedAt }) => startedAt));
  const end = Math.max(...attempts.map(({ startedAt, durationMs }) => startedAt + durationMs));
  return (
    // A fallback is what one looks for, so it stands open.
    <details class="timeline" open={attempts.length > 1}>
      <summary class="small">
        {TITLE[language]} ({withDigitsOf(language, attempts.length)})
      </summary>
      <ol class="waterfall">
        {attempts.map((attempt) => (
          <li
            key={`${attempt.startedAt} ${attempt.provider}`}
            class={OUTCOME_TONES[attempt.outcome] ?? "rest"}
          >
            <Attempt
              attempt={attempt}
              language={language}
              span={{ startMs: attempt.startedAt - begin, durationMs: attempt.durationMs }}
              wholeMs={Math.max(1, end - begin)}
            />
          </li>
        ))}
      </ol>
    </details>
  );
}

interface AttemptProps {
  readonly attempt: ShownAttempt;
  readonly language: Language;
  readonly span: Span;
  readonly wholeMs: number;
}

function Attempt({ attempt, language, span, wholeMs }: AttemptProps) {
  const { provider, outcome, reason, durationMs, hint, receipt } = attempt;
  return (
    <>
      <p class="row small">
        <bdi class="mono">{provider}</bdi>
        <Badge tone={OUTCOME_TONES[outcome] ?? "rest"}>{OUTCOME_TEXTS[outcome]?.[language] ?? outcome}</Badge>
        {reason !== undefined && <bdi class="mono muted">{reason}</bdi>}
        {receipt !== undefined && <bdi class="mono muted">{receipt}</bdi>}
        <span class="push">
          <bdi class="mono muted">{Math.round(durationMs)} ms</bdi>
        </span>
      </p>
      <Track span={span} wholeMs={wholeMs} />
      {hint && <p class="small muted">{hint[language]}</p>}
    </>
  );
}
