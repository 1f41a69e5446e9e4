/** @jsxImportSource preact */
/** The parts of the hosted page's screens: its frame, forms and notice. */
import type { ComponentChildren } from "preact";
import type { HostedSettings } from "../../config/tables/hosted.ts";
import { durationText } from "../../language/duration.ts";
import type { Language } from "../../language/language.ts";
import type { Said } from "./said.ts";
import { namesOf, type Target } from "./target.ts";
import { say } from "./texts.ts";

interface ShellProps {
  readonly target: Target;
  readonly language: Language;
  readonly title: string;
  /** The address of the app's logo. */
  readonly logo: string | null;
  /** The address of the same step in another language; left out, where there is none. */
  readonly here?: (language: Language) => string;
  readonly children: ComponentChildren;
}

export function Shell({ target, language, title, logo, here, children }: ShellProps) {
  const { hosted, way } = target;
  const other = language === "fa" ? "en" : "fa";
  return (
    <main class={way.kind === "message" ? "verify framed" : "verify"}>
      <header>
        {logo !== null && <img src={logo} alt="" width="40" height="40" />}
        <span>{hosted.name[language]}</span>
        {here !== undefined && (
          <a class="push small" lang={other} href={here(other)}>
            {say("language", language)}
          </a>
        )}
      </header>
      <div class="panel stack">
        <h1>{title}</h1>
        {children}
      </div>
      <Footer hosted={hosted} language={language} />
    </main>
  );
}

/** The links open a window of their own, so that a visit is not lost. */
function Footer({
  hosted: { footer, helpUrl, privacyUrl },
  language,
}: {
  readonly hosted: HostedSettings;
  readonly language: Language;
}) {
  if (footer === null && helpUrl === null && privacyUrl === null) return null;
  const links = [
    ["help", helpUrl],
    ["privacy", privacyUrl],
  ] as const;
  return (
    <footer class="small muted">
      {footer !== null && <p>{footer[language]}</p>}
      {links.map(
        ([text, url]) =>
          url !== null && (
            <a href={url[language]} target="_blank" rel="noopener noreferrer" key={text}>
              {say(text, language)}
            </a>
          ),
      )}
    </footer>
  );
}

interface NoticeProps {
  readonly said: Said | undefined;
  readonly language: Language;
  readonly isChallenge: boolean;
}

export function Notice({ said, language, isChallenge }: NoticeProps) {
  return (
    <>
      {said !== undefined && said.text !== "" && (
        <p
          class="notice"
          id="said"
          role="alert"
          {...(said.waitS !== undefined && {
            "data-wait": said.waitS,
            "data-text": said.ticking,
            "data-after": say("again_now", language),
          })}
        >
          {said.text}
        </p>
      )}
      {isChallenge && (
        <p class="notice challenge" role="status" data-working={say("working", language)}>
          {say("needs_script", language)}
        </p>
      )}
    </>
  );
}

interface NumberFormProps {
  readonly target: Target;
  readonly language: Language;
  readonly example: string;
  readonly to: string | undefined;
  readonly isFaulty: boolean;
}

export function NumberForm({ target, language, example, to, isFaulty }: NumberFormProps) {
  return (
    <form class="stack" method="post" action="/verify" data-challenged>
      <Kept values={{ ...namesOf(target), lang: language }} />
      <label class="field">
        <span>{say("number", language)}</span>
        <input
          name="to"
          type="tel"
          dir="ltr"
          autocomplete="tel"
          maxLength={32}
          placeholder={example}
          value={to}
          required
          autofocus
          {...faulty(isFaulty)}
        />
      </label>
      <button type="submit" class="button main">
        {target.hosted.button?.[language] ?? say("send", language)}
      </button>
    </form>
  );
}

interface CodeFormProps {
  readonly language: Language;
  readonly ticket: string;
  readonly codeLength: number;
  readonly isFaulty: boolean;
}

/** Without a longest length, so that a whole message can be pasted. */
export function CodeForm({ language, ticket, codeLength, isFaulty }: CodeFormProps) {
  return (
    <form class="stack" id="check" method="post" action="/verify/code">
      <Kept values={{ ticket, lang: language }} />
      <label class="field">
        <span>{say("code", language, { length: codeLength })}</span>
        <input
          name="code"
          class="code mono"
          dir="ltr"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          autofocus
          {...faulty(isFaulty)}
        />
      </label>
      <button type="submit" class="button main">
        {say("confirm", language)}
      </button>
    </form>
  );
}

interface ResendFormProps {
  readonly language: Language;
  readonly ticket: string;
  readonly waitS: number;
  readonly canCall: boolean;
}

/** The buttons always work; before their time the answer says how long to wait. The script counts down and holds them until then. */
export function ResendForm({ language, ticket, waitS, canCall }: ResendFormProps) {
  return (
    <form class="resend" method="post" action="/verify" data-challenged>
      <Kept values={{ ticket, lang: language }} />
      <p class="muted small wait" data-wait={waitS} data-text={say("wait", language)} aria-live="off">
        {waitS > 0 ? say("wait", language, { wait: durationText(waitS, language) }) : "\u00a0"}
      </p>
      <div class="row">
        <button type="submit" class="button" name="channel" value="sms">
          {say("resend", language)}
        </button>
        {canCall && (
          <button type="submit" class="button" name="channel" value="call">
            {say("call", language)}
          </button>
        )}
      </div>
    </form>
  );
}

function Kept({ values }: { readonly values: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
    </>
  );
}

function faulty(isFaulty: boolean) {
  return isFaulty ? ({ "aria-invalid": true, "aria-describedby": "said" } as const) : {};
}
