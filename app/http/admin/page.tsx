/** @jsxImportSource preact */
/** The frame of the console's pages, and the headers of their replies. Everything works without the script. */
import { join } from "node:path";
import type { ComponentChildren } from "preact";
import { Mark } from "../pages/parts.tsx";
import type { PageFiles } from "../pages/assets.ts";
import { pageReply } from "../pages/document.tsx";
import type { Failure } from "../problems/failure.ts";
import { PROBLEMS } from "../problems/catalogue.ts";
import { type Language, withDigitsOf } from "../../language/language.ts";
import { languageCookie, sessionCookie } from "./cookies.ts";
import { type ConsoleText, say } from "./texts.ts";
import { type AdminVisit, type Knock, type SectionFiles, TOKEN_FIELD } from "./visit.ts";

/** What every page of the console is made of. */
export const CONSOLE_FILES = {
  styles: [join(import.meta.dir, "admin.css")],
  script: join(import.meta.dir, "browser/admin.ts"),
} as const;

/** The console's files with those of a section. */
export function filesWith(
  { styles, script = CONSOLE_FILES.script }: SectionFiles = { styles: [] },
): PageFiles {
  return { styles: [...CONSOLE_FILES.styles, ...styles], script };
}

/** Where operators sign in. */
export const SIGN_IN = "/admin/sign-in";

export interface ConsolePage {
  /** The name of its section, which the navigation marks. */
  readonly section: string;
  readonly title: string;
  readonly status?: number;
  readonly children: ComponentChildren;
}

/** The reply with a page of a section. When the operator's time without a request is over, the browser leaves it by itself. */
export async function consolePage(visit: AdminVisit, page: ConsolePage): Promise<Response> {
  const { admin, session, language } = visit;
  const sealed = admin.sessions.renewed(session);
  const leaveInS = Math.ceil(admin.settings.idleMs / 1000) + 1;
  return reply(
    visit,
    page,
    <>
      <header class="bar console-bar">
        <Mark name={say("console", language)} />
        <nav aria-label={say("sections", language)}>
          {visit.sections.map(({ name, title }) => (
            <a href={`/admin/${name}`} key={name} aria-current={name === page.section ? "page" : undefined}>
              {title[language]}
            </a>
          ))}
        </nav>
        <div class="row push">
          <LanguageLink knock={visit} />
          <span class="small muted">
            <bdi>{session.name}</bdi>
          </span>
          <form method="post" action="/admin/sign-out">
            <FormToken visit={visit} />
            <button type="submit" class="button">
              {say("sign_out", language)}
            </button>
          </form>
        </div>
      </header>
      <main class="console">{page.children}</main>
    </>,
    {
      ...(sealed !== null && { "set-cookie": sessionCookie(admin.settings.origin, sealed) }),
      refresh: `${leaveInS}; url=${SIGN_IN}?${new URLSearchParams({ next: ownAddress(visit) })}`,
    },
  );
}

/** Goes into every form of the console, so that a page of another site cannot send it. */
export function FormToken({ visit }: { readonly visit: Pick<AdminVisit, "token"> }) {
  return <input type="hidden" name={TOKEN_FIELD} value={visit.token} />;
}

/** A page for a person who is not signed in. */
export function outerPage(
  knock: Knock,
  page: Omit<ConsolePage, "section">,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { language } = knock;
  return reply(
    knock,
    page,
    <main class="outer">
      <header class="row">
        <Mark name={say("console", language)} />
        <span class="push">
          <LanguageLink knock={knock} />
        </span>
      </header>
      <div class="panel stack">{page.children}</div>
    </main>,
    headers,
  );
}

/** What kept a request from its answer. */
export function failurePage(knock: Knock, { code }: Failure): Promise<Response> {
  const { status } = PROBLEMS[code];
  const { language, traceId } = knock;
  const title = say(status === 404 ? "not_found_title" : "error_title", language);
  return outerPage(knock, {
    title,
    status,
    children: (
      <>
        <h1>{title}</h1>
        <p role="alert">{say(FAILURES[code] ?? "failed", language, { trace: traceId })}</p>
        <a class="button" href="/admin">
          {say("console", language)}
        </a>
      </>
    ),
  });
}

const FAILURES: Readonly<Record<string, ConsoleText>> = {
  store_unavailable: "store_down",
  cross_origin_refused: "foreign_form",
  not_found: "nothing_there",
};

/** The address of this page: for a POST, of the page that has its form. */
export function ownAddress({ context: { request } }: Pick<Knock, "context">): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

function LanguageLink({ knock }: { readonly knock: Knock }) {
  const { language, context } = knock;
  const other: Language = language === "fa" ? "en" : "fa";
  const url = new URL(context.request.url);
  url.searchParams.set("lang", other);
  const address = context.request.method === "GET" ? url.pathname + url.search : `/admin?lang=${other}`;
  return (
    <a class="small" lang={other} href={address}>
      {say("language", language)}
    </a>
  );
}

/** Not `no-referrer`: browsers then send the forms with `Origin: null`. No other site hears of the address either way. */
const HEADERS = { "referrer-policy": "same-origin" } as const;

async function reply(
  knock: Knock,
  {
    title,
    status = 200,
    section,
  }: Omit<ConsolePage, "section" | "children"> & Partial<Pick<ConsolePage, "section">>,
  children: ComponentChildren,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { language, assets, context, admin, sections } = knock;
  const page = {
    language,
    title: `${title} · ${say("console", language)}`,
    assets: await assets.of(filesWith(sections.find(({ name }) => name === section)?.files)),
    children,
  };
  const response = pageReply(page, status, { ...HEADERS, ...headers });
  if (new URL(context.request.url).searchParams.get("lang") === language)
    response.headers.append("set-cookie", languageCookie(admin.settings.origin, language));
  return response;
}

/** A point in time. The page's script writes it in the time zone of the browser. */
export function Time({ at, language }: { readonly at: number; readonly language: Language }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} dir="ltr">
      {withDigitsOf(language, `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`)}
    </time>
  );
}
