/** @jsxImportSource preact */
/** The screens of the hosted page. Forms and links alone make them work; the script only makes them quicker. */
import { join } from "node:path";
import type { ComponentChildren } from "preact";
import type { Challenge } from "../../../domain/ports.ts";
import { type Language, withDigitsOf } from "../../language/language.ts";
import type { Assets, PageFiles } from "../pages/assets.ts";
import { pageReply } from "../pages/document.tsx";
import { CodeForm, Notice, NumberForm, ResendForm, Shell } from "./parts.tsx";
import type { Said } from "./said.ts";
import { codeAddress, formTargetsOf, pageAddress, returnAddress, type Target } from "./target.ts";
import { say } from "./texts.ts";
import { logoAddress } from "../pages/logo.ts";
import { themeOf } from "../pages/theme.ts";

/** For the page's script. */
export interface ScriptData {
  readonly language: Language;
  readonly codeLength: number;
  /** To be solved, and sent with the form for the number, or for another code. */
  readonly challenge?: Challenge;
  /** The page is framed, and says to the page around it what becomes of the visit. */
  readonly framed?: Framed;
}

export interface Framed {
  /** The only origin that its messages are for. */
  readonly origin: string;
  /** Given back as it came, so that the page around it knows the visit. */
  readonly state: string | null;
  /** Sealed; there once the number is approved. */
  readonly proof?: string;
}

interface Screen {
  readonly assets: Assets;
  readonly target: Target;
  readonly language: Language;
  readonly said?: Said;
  readonly challenge?: Challenge;
}

export interface CodeScreen extends Screen {
  /** The ticket. */
  readonly sealed: string;
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
  const { way, state } = target;
  const example = withDigitsOf(language, target.app.exampleNumber?.national ?? "");
  return reply(
    screen,
    "title",
    (other) => pageAddress(target, other),
    <>
      <p class="muted">{target.hosted.intro?.[language] ?? say("intro", language)}</p>
      <Notice said={said} language={language} isChallenge={challenge !== undefined} />
      <NumberForm {...{ target, language, example, to }} isFaulty={said?.status === 422} />
      {way.kind === "redirect" && (
        <a class="button plain" href={returnAddress(way.returnTo, state, { error: "canceled" })}>
          {say("cancel", language)}
        </a>
      )}
    </>,
  );
}

export async function codeScreen(screen: CodeScreen): Promise<Response> {
  const { target, language, said, challenge, sealed: ticket, to, isOpen, isApproved } = screen;
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

/** The end of a visit in a frame: its script hands the proof over. */
export async function approvedScreen(screen: Screen & { readonly proof: string }): Promise<Response> {
  const { language, proof } = screen;
  return reply(screen, "approved_title", undefined, <p>{say("approved_text", language)}</p>, { proof });
}

/** A page that leads nowhere. It can be framed only where the visit is known to be framed. */
export async function errorScreen(
  assets: Assets,
  language: Language,
  { status, text }: Said,
  target: Target | null = null,
): Promise<Response> {
  const framing = target === null ? {} : framingOf(target);
  const { styles = [], script = "" } = filesFor(null);
  const files = await assets.of({ styles, ...(framing.framed && { script }) });
  const title = say("error_title", language);
  const children = (
    <main class={framing.framed ? "verify framed" : "verify"}>
      <div class="panel stack">
        <h1>{title}</h1>
        <p role="alert">{text}</p>
      </div>
    </main>
  );
  const { framed, framedBy } = framing;
  const page = {
    language,
    title,
    assets: files,
    children,
    ...(framed && { data: { language, framed }, framedBy }),
  };
  return pageReply(page, status, HEADERS);
}

/** Not `no-referrer`: browsers then send the forms with `Origin: null`. No other site hears of the address either way. */
const HEADERS = { "referrer-policy": "same-origin" } as const;

/** Who may frame the page, and what its script needs for that: the one origin of the visit. */
function framingOf({ way, state }: Target, further: Pick<Framed, "proof"> = {}) {
  if (way.kind === "redirect") return {};
  const framed: Framed = { origin: way.origin, state, ...further };
  return { framed, framedBy: way.origin };
}

async function reply(
  { assets, target, language, said, challenge }: Screen,
  title: "title" | "code_title" | "approved_title",
  here: ((language: Language) => string) | undefined,
  children: ComponentChildren,
  further: Pick<Framed, "proof"> = {},
): Promise<Response> {
  const { hosted, app } = target;
  const { framed, framedBy } = framingOf(target, further);
  const data: ScriptData = {
    language,
    codeLength: app.policy.codeLength,
    ...(challenge && { challenge }),
    ...(framed && { framed }),
  };
  const page = {
    language,
    title: `${say(title, language)} · ${hosted.name[language]}`,
    assets: await assets.of(filesFor(hosted.color)),
    data,
    formTargets: formTargetsOf(target),
    ...(framedBy !== undefined && { framedBy }),
    children: (
      <Shell
        {...{ target, language }}
        title={say(title, language)}
        logo={logoAddress(assets, hosted.logo)}
        {...(here && { here })}
      >
        {children}
      </Shell>
    ),
  };
  const retryAfter = said?.waitS === undefined ? {} : { "retry-after": String(said.waitS) };
  return pageReply(page, said?.status ?? 200, { ...HEADERS, ...retryAfter });
}
