/** @jsxImportSource preact */
/** The page of `/why`. Without script: a link shows how it stands now. */
import { join } from "node:path";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { App } from "../../service/calling-app.ts";
import type { Assets, PageFiles } from "../pages/assets.ts";
import { pageReply } from "../pages/document.tsx";
import { logoAddress } from "../pages/logo.ts";
import { themeOf } from "../pages/theme.ts";
import { durationText } from "../../language/duration.ts";
import type { Language } from "../../language/language.ts";
import { type SentView, type Step, storyOf } from "./story.ts";
import { say, type WhyText } from "./texts.ts";

/** No page of it is for search engines. */
const HEADERS = { "x-robots-tag": "noindex, nofollow" } as const;

export function whyFilesFor(app: Pick<App, "hosted"> | null): PageFiles {
  return { styles: [join(import.meta.dir, "why.css")], theme: themeOf(app?.hosted?.color ?? null) };
}

interface Shown {
  readonly view: SentView;
  readonly app: App;
  readonly language: Language;
  readonly now: EpochMs;
}

export async function whyPage(assets: Assets, shown: Shown): Promise<Response> {
  const { view, app, language } = shown;
  const { hosted } = app;
  const { standing, steps, advice, isOpen } = storyOf(view);
  const title = say("title", language);
  const logo = logoAddress(assets, hosted?.logo ?? null);
  const other = language === "fa" ? "en" : "fa";
  const children = (
    <main class="why">
      <header>
        {logo !== null && <img src={logo} alt="" width="40" height="40" />}
        {hosted !== null && <span>{hosted.name[language]}</span>}
        <a class="push small" lang={other} href={`?lang=${other}`}>
          {say("language", language)}
        </a>
      </header>
      <div class="panel stack">
        <h1>{title}</h1>
        <p class="standing">{standing.map((text) => say(text, language)).join(" ")}</p>
        <dl>
          <dt>{say("number", language)}</dt>
          <dd class="mono" dir="ltr">
            {maskRecipient(view.recipient)}
          </dd>
        </dl>
        <h2>{say("advice", language)}</h2>
        <ul class="advice">
          {adviceTexts(advice, shown).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        <h2>{say("steps", language)}</h2>
        <ol class="steps">
          {steps.map((step) => (
            <li key={`${step.at} ${step.text}`}>
              <span>{stepText(step, shown)}</span>
              <time class="small muted" dateTime={new Date(step.at).toISOString()}>
                {agoText(step.at, shown)}
              </time>
            </li>
          ))}
        </ol>
        <dl>
          <dt>{say("reference", language)}</dt>
          <dd class="mono reference" dir="ltr">
            {view.id}
          </dd>
        </dl>
        {isOpen && (
          <a class="button" href={`?lang=${language}`}>
            {say("refresh", language)}
          </a>
        )}
      </div>
    </main>
  );
  const page = { language, title, assets: await assets.of(whyFilesFor(app)), children };
  return pageReply(page, 200, HEADERS);
}

/** What is said of a link that opens nothing: the same for one that is over, altered or made up. */
export function gonePage(assets: Assets, language: Language): Promise<Response> {
  return plainPage(assets, language, 404, "gone");
}

export function failedPage(assets: Assets, language: Language, status: number): Promise<Response> {
  return plainPage(assets, language, status, "failed");
}

async function plainPage(
  assets: Assets,
  language: Language,
  status: number,
  text: "gone" | "failed",
): Promise<Response> {
  const title = say(text === "gone" ? "gone_title" : "title", language);
  const children = (
    <main class="why">
      <div class="panel stack">
        <h1>{title}</h1>
        <p>{say(text, language)}</p>
      </div>
    </main>
  );
  const page = { language, title, assets: await assets.of(whyFilesFor(null)), children };
  return pageReply(page, status, HEADERS);
}

/** With the wait where one is left, and without the call where no provider calls. */
function adviceTexts(advice: readonly WhyText[], { view, app, language, now }: Shown): readonly string[] {
  const waitS = "resendAt" in view ? Math.ceil((view.resendAt - now) / 1000) : 0;
  return advice
    .filter((text) => text !== "call" || app.canCall)
    .map((text) =>
      text === "again" && waitS > 0
        ? say("again_in", language, { wait: durationText(waitS, language) })
        : say(text, language),
    );
}

function stepText({ text, messenger }: Step, { app, language }: Shown): string {
  const name = messenger === undefined ? null : app.messenger(messenger);
  const unnamed = language === "fa" ? "پیام‌رسان" : "a messenger";
  return say(text, language, { messenger: name?.[language] ?? unnamed });
}

function agoText(at: EpochMs, { language, now }: Shown): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  // From one minute on without its seconds.
  const whole = seconds < 60 ? seconds : seconds - (seconds % 60);
  return say("ago", language, { time: durationText(whole, language) });
}
