/** @jsxImportSource preact */
/** The screens of the hosted page. Forms and links alone make them work; the script only makes them quicker. */
import { join } from "node:path";
import type { ComponentChildren } from "preact";
import type { Challenge } from "../../../domain/ports.ts";
import { type Language, withDigitsOf } from "../problems/language.ts";
import type { Assets, PageFiles } from "../pages/assets.ts";
import { pageReply } from "../pages/document.tsx";
import { CodeForm, Notice, NumberForm, ResendForm, Shell } from "./parts.tsx";
import type { Said } from "./said.ts";
import { codeAddress, pageAddress, returnAddress, type Target } from "./target.ts";
import { say } from "./texts.ts";
import { themeOf } from "./theme.ts";

/** For the page's script. */
export interface ScriptData {
  readonly language: Language;
  readonly codeLength: number;
  /** To be solved, and sent with the form for the number, or for another code. */
  readonly challenge?: Challenge;
}

interface Screen {
  readonly assets: Assets;
  readonly target: Target;
  readonly language: Language;
  readonly said?: Said;
  readonly challenge?: Challenge;
}

export interface CodeScreen extends Screen {
  readonly ticket: string;
  /** The number as typed. */
  readonly to: string;
  /** Whether a code can still be entered. */
  readonly isOpen: boolean;
  readonly isApproved: boolean;
  /** Until another code can be asked for. */
  readonly resendInS: number;
}

export function filesFor(color: string | null): PageFiles {
  return {
    styles: [join(import.meta.dir, "hosted.css")],
    theme: themeOf(color),
    script: join(import.meta.dir, "browser/verify.ts"),
  };
}

export async function numberScreen(screen: Screen & { readonly to?: string }): Promise<Response> {
  const { target, language, said, challenge, to } = screen;
  const example = withDigitsOf(language, target.app.exampleNumber?.national ?? "");
  return reply(
    screen,
    "title",
    (other) => pageAddress(target, other),
    <>
      <p class="muted">{target.hosted.intro?.[language] ?? say("intro", language)}</p>
      <Notice said={said} language={language} isChallenge={challenge !== undefined} />
      <NumberForm {...{ target, language, example, to }} isFaulty={said?.status === 422} />
      <a class="button plain" href={returnAddress(target, { error: "canceled" })}>
        {say("cancel", language)}
      </a>
    </>,
  );
}

export async function codeScreen(screen: CodeScreen): Promise<Response> {
  const { target, language, said, challenge, ticket, to, isOpen, isApproved } = screen;
  const { codeLength } = target.app.policy;
  return reply(
    screen,
    "code_title",
    (other) => codeAddress(ticket, other),
    <>
      <p class="muted">
        {say("code_intro", language)} <bdi dir="ltr">{withDigitsOf(language, to)}</bdi>
      </p>
      <Notice said={said} language={language} isChallenge={challenge !== undefined} />
      {isOpen && <CodeForm {...{ language, ticket, codeLength }} isFaulty={said?.status === 422} />}
      {!isApproved && (
        <ResendForm {...{ language, ticket }} waitS={screen.resendInS} canCall={target.app.canCall} />
      )}
      <a class="button plain" href={pageAddress(target, language)}>
        {say(isApproved ? "begin_again" : "other_number", language)}
      </a>
    </>,
  );
}

/** A page that leads nowhere, because nothing is known of where the person came from. */
export async function errorScreen(
  assets: Assets,
  language: Language,
  { status, text }: Said,
): Promise<Response> {
  const files = await assets.of({ styles: filesFor(null).styles ?? [] });
  const title = say("error_title", language);
  const children = (
    <main class="verify">
      <div class="panel stack">
        <h1>{title}</h1>
        <p role="alert">{text}</p>
      </div>
    </main>
  );
  return pageReply({ language, title, assets: files, children }, status, HEADERS);
}

/** Not `no-referrer`: browsers then send the forms with `Origin: null`. No other site hears of the address either way. */
const HEADERS = { "referrer-policy": "same-origin" } as const;

async function reply(
  { assets, target, language, said, challenge }: Screen,
  title: "title" | "code_title",
  here: (language: Language) => string,
  children: ComponentChildren,
): Promise<Response> {
  const data: ScriptData = {
    language,
    codeLength: target.app.policy.codeLength,
    ...(challenge && { challenge }),
  };
  const page = {
    language,
    title: `${say(title, language)} · ${target.hosted.name[language]}`,
    assets: await assets.of(filesFor(target.hosted.color)),
    data,
    formTargets: [new URL(target.returnTo).origin],
    children: (
      <Shell target={target} language={language} title={say(title, language)} here={here}>
        {children}
      </Shell>
    ),
  };
  const retryAfter = said?.waitS === undefined ? {} : { "retry-after": String(said.waitS) };
  return pageReply(page, said?.status ?? 200, { ...HEADERS, ...retryAfter });
}
