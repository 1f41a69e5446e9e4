/** @jsxImportSource preact */
/** One message: its code to copy, its exact text as a phone shows it, and where it went. */
import type { ComponentChildren } from "preact";
import type { Language } from "../../../language/language.ts";
import type { ShownMessage, ShownState } from "../inbox-data.ts";
import { isLive, Status, statusOf } from "./status.tsx";
import { Timeline } from "../../pages/timeline.tsx";
import { ago, clock, type InboxViewProps, say } from "./view.ts";

export interface BubbleProps extends Pick<InboxViewProps, "now" | "chosen" | "actions"> {
  readonly language: Language;
  readonly message: ShownMessage;
  readonly state: ShownState | undefined;
}

export function Bubble({ message, state, now, language, chosen, actions }: BubbleProps) {
  const { code, text } = message;
  const copy = () => actions?.copy(code);
  return (
    <article class={`bubble panel ${isLive(statusOf(message, state, now)) ? "" : "over"}`}>
      <div class="row">
        {/* A click copies, too; the button is for keys and for those who listen to the page. */}
        <bdi class="code mono" title={say("copy", language)} onClick={copy}>
          {code}
        </bdi>
        <button type="button" class="button copy" onClick={copy}>
          {say(chosen.copied === code ? "copied" : "copy", language)}
        </button>
        <span class="push row">
          <Status {...{ message, state, now, language }} />
        </span>
      </div>
      {text === undefined ? (
        <p class="muted small">{say("no_text", language)}</p>
      ) : (
        <ExactText {...{ text, code, language }} />
      )}
      <WebOtp text={text} language={language} />
      <Facts {...{ message, state, now, language }} />
      {state && state.attempts.length > 0 && <Timeline attempts={state.attempts} language={language} />}
    </article>
  );
}

/** Each character as it goes out; the code in it stands out. */
function ExactText({ text, code, language }: { text: string; code: string; language: Language }) {
  const at = text.indexOf(code);
  return (
    <pre class="text" aria-label={say("exact_text", language)}>
      <span dir="auto">
        {at < 0 ? text : [text.slice(0, at), <b key="code">{code}</b>, text.slice(at + code.length)]}
      </span>
    </pre>
  );
}

/** The line by which browsers fill the code in: `@example.com #123456`. */
function WebOtp({ text = "", language }: { readonly text: string | undefined; readonly language: Language }) {
  const site = /^@(\S+) #\S+/m.exec(text)?.[1];
  if (site === undefined) return null;
  const [before, after] = say("web_otp", language).split("{site}");
  return (
    <p class="small muted">
      {before}
      <bdi class="mono">{site}</bdi>
      {after}
    </p>
  );
}

function Facts({
  message,
  state,
  now,
  language,
}: Pick<BubbleProps, "message" | "state" | "now" | "language">) {
  const { channel, sentAt, size } = message;
  const carrier = state?.attempts.findLast(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  return (
    <dl class="facts small">
      <Fact name={say("sent", language)}>
        {clock(sentAt, language)} <span class="muted">· {ago(sentAt, now, language)}</span>
      </Fact>
      <Fact name={say("channel", language)}>{say(channel === "call" ? "call" : "sms", language)}</Fact>
      {carrier && (
        <Fact name={say("provider", language)}>
          <bdi class="mono">{carrier.provider}</bdi>
        </Fact>
      )}
      {size && <Fact name={say("length", language)}>{sizeOf(size, language)}</Fact>}
      {state && (
        <>
          <Fact name={say("app", language)}>
            <bdi class="mono">{state.app}</bdi>
          </Fact>
          <Fact name={say("purpose", language)}>
            <bdi class="mono">{state.purpose}</bdi>
          </Fact>
        </>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt class="muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Units in a single SMS and in each part of a longer one (3GPP TS 23.038, TS 23.040), as the server counts them, too. */
const ROOM = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

function sizeOf(
  { encoding, units, segments }: NonNullable<ShownMessage["size"]>,
  language: Language,
): string {
  const { single, part } = ROOM[encoding];
  return say("size", language, { units, room: segments === 1 ? single : part * segments, segments });
}
