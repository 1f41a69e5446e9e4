/** @jsxImportSource preact */
/** The messages to one number, as on its phone, with what became of each code. */
import { Badge, type Span, type Tone, Track } from "../../pages/parts.tsx";
import { filled, type Language, withDigitsOf } from "../../problems/language.ts";
import type { Conversation, ShownAttempt, ShownMessage, ShownState } from "../inbox-data.ts";
import { INBOX_TEXTS, type InboxText, OUTCOME_TEXTS, STATUS_TEXTS } from "./texts.ts";
import { clock, type InboxViewProps } from "./view.ts";

type Shared = Pick<InboxViewProps, "inbox" | "now" | "chosen" | "actions"> & { readonly language: Language };

export function ConversationView(props: Shared & { readonly conversation: Conversation }) {
  const { conversation, language, actions, inbox } = props;
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  return (
    <>
      <div class="conversation-head">
        <button type="button" class="button plain back" onClick={() => actions?.choose(null)}>
          {say("back")}
        </button>
        <h2>
          <bdi class="mono">{conversation.to}</bdi>
        </h2>
        <p class="muted small">{say("copy_key")}</p>
      </div>
      <ol class="bubbles">
        {conversation.messages.map((message) => (
          <li key={message.number}>
            <Bubble {...props} message={message} state={inbox.states[message.id]} />
          </li>
        ))}
      </ol>
    </>
  );
}

interface BubbleProps extends Shared {
  readonly message: ShownMessage;
  readonly state: ShownState | undefined;
}

function Bubble({ message, state, now, language, chosen, actions }: BubbleProps) {
  const say = (text: InboxText) => INBOX_TEXTS[text][language];
  const isOver = state !== undefined && !LIVE.includes(state.status);
  return (
    <article class={`bubble panel ${isOver || now >= message.expiresAt ? "over" : ""}`}>
      <div class="row">
        <bdi class="code mono">{message.code}</bdi>
        <button type="button" class="button" onClick={() => actions?.copy(message)}>
          {chosen.copied === message.number ? say("copied") : say("copy")}
        </button>
        <span class="push row">
          <Status {...{ message, state, now, language }} />
        </span>
      </div>
      {message.text === undefined ? (
        <p class="muted small">{say("no_text")}</p>
      ) : (
        <pre class="text" dir="auto" aria-label={say("exact_text")}>
          {message.text}
        </pre>
      )}
      <p class="row muted small">
        <span>{say(message.channel === "call" ? "call" : "sms")}</span>
        <span>{clock(message.sentAt, language)}</span>
        {state && <span>{[state.app, state.purpose].join(" · ")}</span>}
        {message.size && <span>{sizeOf(message.size, language)}</span>}
        <WebOtp text={message.text} language={language} />
      </p>
      {state && state.attempts.length > 0 && <Timeline attempts={state.attempts} language={language} />}
    </article>
  );
}

const LIVE = ["pending", "accepted", "carrying", "uncertain"];

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  pending: "live",
  approved: "good",
  accepted: "live",
  carrying: "live",
  uncertain: "warn",
  canceled: "rest",
  expired: "rest",
  exhausted: "bad",
  undelivered: "bad",
};

/** An expiry shows at its second: the browser counts, not the server. */
function Status({
  message,
  state,
  now,
  language,
}: Pick<BubbleProps, "message" | "state" | "now" | "language">) {
  const leftS = Math.ceil((message.expiresAt - now) / 1000);
  const status =
    (state?.status ?? "pending") === "pending" && leftS <= 0 ? "expired" : (state?.status ?? "pending");
  const say = (text: InboxText, values: Readonly<Record<string, string | number>> = {}) =>
    filled(INBOX_TEXTS[text][language], values, language);
  return (
    <>
      <Badge tone={STATUS_TONES[status] ?? "rest"}>{STATUS_TEXTS[status]?.[language] ?? status}</Badge>
      {status === "pending" && (
        <span class="small muted countdown">
          {say("left", { time: withDigitsOf(language, minutes(leftS)) })}
        </span>
      )}
      {status === "pending" && state?.checksLeft !== undefined && (
        <span class="small muted">{say("checks_left", { count: state.checksLeft })}</span>
      )}
    </>
  );
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Units in one SMS (3GPP TS 23.038), as the server counts them, too. */
const ROOM = { gsm7: 160, ucs2: 70 } as const;

function sizeOf(
  { encoding, units, segments }: NonNullable<ShownMessage["size"]>,
  language: Language,
): string {
  const room = ROOM[encoding] * segments;
  return filled(INBOX_TEXTS.size[language], { units, room, segments }, language);
}

/** The line by which browsers fill the code in: `@example.com #123456`. */
function WebOtp({ text = "", language }: { readonly text: string | undefined; readonly language: Language }) {
  const site = /^@(\S+) #\S+/m.exec(text)?.[1];
  if (site === undefined) return null;
  const [before, after] = INBOX_TEXTS.web_otp[language].split("{site}");
  return (
    <span>
      {before}
      <bdi class="mono">{site}</bdi>
      {after}
    </span>
  );
}

const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  accepted: "good",
  refused: "bad",
  unavailable: "bad",
  unknown: "warn",
  planned: "live",
  skipped: "rest",
};

/** The attempts as a waterfall: where each bar stands says when it ran. */
export function Timeline({
  attempts,
  language,
}: {
  readonly attempts: readonly ShownAttempt[];
  readonly language: Language;
}) {
  const begin = Math.min(...attempts.map(({ startedAt }) => startedAt));
  const end = Math.max(...attempts.map(({ startedAt, durationMs }) => startedAt + durationMs));
  return (
    <details class="timeline">
      <summary class="small">
        {INBOX_TEXTS.timeline[language]} ({withDigitsOf(language, attempts.length)})
      </summary>
      <ol class="waterfall">
        {attempts.map((attempt) => (
          <li
            key={`${attempt.startedAt} ${attempt.provider}`}
            class={OUTCOME_TONES[attempt.outcome] ?? "rest"}
          >
            <AttemptLine
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

function AttemptLine({
  attempt,
  language,
  span,
  wholeMs,
}: {
  readonly attempt: ShownAttempt;
  readonly language: Language;
  readonly span: Span;
  readonly wholeMs: number;
}) {
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
