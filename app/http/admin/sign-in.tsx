/** @jsxImportSource preact */
/** The way into the console and out of it. */
import { clientAt } from "../../access/ip-addresses.ts";
import { addressOf } from "../request/client-ip.ts";
import { readForm } from "../request/form-body.ts";
import { receivedHeaders, requireOwnForm } from "../request/own-origin.ts";
import { durationText } from "../../language/duration.ts";
import { wholeSeconds } from "../problems/problem.ts";
import { cookieIn, cookieNamesOf, noSessionCookie, sessionCookie } from "./cookies.ts";
import { outerPage, SIGN_IN } from "./page.tsx";
import { say } from "./texts.ts";
import type { AdminVisit, Knock } from "./visit.ts";

/** `GET /admin/sign-in` */
export async function showSignIn(knock: Knock): Promise<Response> {
  const { admin, context, language } = knock;
  const { searchParams } = new URL(context.request.url);
  const hasCookie = cookieIn(context.request, cookieNamesOf(admin.settings.origin).session) !== null;
  const isOut = searchParams.has("out");
  const text = isOut ? say("signed_out", language) : hasCookie ? say("session_over", language) : undefined;
  return signInPage(knock, nextIn(searchParams.get("next"), knock), { status: 200, text });
}

/** `POST /admin/sign-in` */
export async function signIn(knock: Knock): Promise<Response> {
  const { admin, context, language, service } = knock;
  requireOwnForm(context, admin.settings.origin);
  const form = await readForm(context.request);
  const next = nextIn(form.get("next") ?? null, knock);
  const address = addressOf(context, service);
  const from = address === undefined ? null : clientAt(address);
  const verdict = await admin.signIn((form.get("key") ?? "").trim(), from);
  switch (verdict.kind) {
    case "signed_in":
      return redirect(next, sessionCookie(admin.settings.origin, verdict.sealed));
    case "unknown_key":
      return signInPage(knock, next, { status: 403, text: say("unknown_key", language), isFaulty: true });
    case "too_many": {
      const waitS = wholeSeconds(verdict.until - service.now());
      const text = say("too_many", language, { wait: durationText(waitS, language) });
      return signInPage(knock, next, { status: 429, text }, { "retry-after": String(waitS) });
    }
  }
}

/** `POST /admin/sign-out` */
export async function signOut({ admin, session, service }: AdminVisit): Promise<Response> {
  await service.audit.record(session.name, { kind: "signed_out" });
  await admin.sessions.end(session);
  return redirect(`${SIGN_IN}?out`, noSessionCookie(admin.settings.origin));
}

/** Leads a person who is not signed in to the form, and back afterwards. */
export function toSignIn({ context: { request } }: Knock): Response {
  const { pathname, search } = new URL(request.url);
  const next = request.method === "GET" ? { next: pathname + search } : {};
  return redirect(`${SIGN_IN}?${new URLSearchParams(next)}`);
}

/** The answer to a form: another page, which is read by a GET. */
export function redirect(location: string, cookie?: string): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  if (cookie !== undefined) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

interface Said {
  readonly status: number;
  readonly text: string | undefined;
  readonly isFaulty?: boolean;
}

function signInPage(
  knock: Knock,
  next: string,
  { status, text, isFaulty = false }: Said,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { language, context } = knock;
  const title = say("sign_in", language);
  // A link on another site brings no cookie of the session (SameSite), so a person may be signed in already.
  const isFromElsewhere = receivedHeaders(context.request).get("sec-fetch-site") === "cross-site";
  const children = (
    <>
      <h1>{title}</h1>
      {text !== undefined && (
        <p class={isFaulty ? "notice bad" : "notice"} id="said" role={isFaulty ? "alert" : "status"}>
          {text}
        </p>
      )}
      <form class="stack" method="post" action={SIGN_IN}>
        <input type="hidden" name="next" value={next} />
        <label class="field">
          <span>{say("key", language)}</span>
          <input
            name="key"
            type="password"
            dir="ltr"
            autocomplete="current-password"
            maxLength={200}
            required
            autofocus
            aria-describedby={isFaulty ? "said" : "key-hint"}
            aria-invalid={isFaulty ? true : undefined}
          />
        </label>
        <p class="small muted" id="key-hint">
          {say("key_hint", language)}
        </p>
        <button type="submit" class="button main">
          {title}
        </button>
      </form>
      {isFromElsewhere && (
        <a class="button plain" href={next}>
          {say("signed_in_already", language)}
        </a>
      )}
    </>
  );
  return outerPage(knock, { title, status, children }, headers);
}

/** Within the console only: a link must not lead elsewhere after the sign-in, so a host that it names is left out. */
function nextIn(text: string | null, { admin }: Knock): string {
  const url = text === null ? null : URL.parse(text, admin.settings.origin);
  if (url === null || !/^\/admin(\/|$)/.test(url.pathname)) return "/admin";
  return url.pathname.startsWith(SIGN_IN) ? "/admin" : url.pathname + url.search;
}
