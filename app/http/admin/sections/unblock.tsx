/** @jsxImportSource preact */
/** Unblocks a number: the person waits for no limit of it any more. */
import { join } from "node:path";
import { maskRecipient } from "../../../../domain/recipient/recipient.ts";
import type { UnblockVerdict } from "../../../../domain/verdicts.ts";
import type { App } from "../../../service/calling-app.ts";
import { filled, type Text, withDigitsOf } from "../../../language/language.ts";
import { numberIn, sealedNumber } from "../find/address.ts";
import { nothingThere, queryOf } from "../operations.ts";
import { askFirst, Done } from "../order-form.tsx";
import { consolePage, FormToken } from "../page.tsx";
import type { Section } from "../section.ts";
import type { AdminVisit } from "../visit.ts";

const NAME = "unblock";
const HOME = `/admin/${NAME}`;
const TITLE: Text = { en: "Unblock", fa: "رفع محدودیت" };
const FILES = { styles: [join(import.meta.dir, "../operate.css")] };

export const unblock: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [
    { method: "get", path: "", serve: (visit) => showForm(visit) },
    { method: "post", path: "", serve: (visit) => ask(visit, typedIn(visit)) },
    { method: "get", path: "/ask", serve: (visit) => ask(visit, sealedIn(visit, queryOf(visit))) },
    { method: "post", path: "/do", serve: act },
  ],
};

interface Wanted {
  readonly app: App;
  /** In canonical form; null when the app may not send to it. */
  readonly to: string | null;
}

function appNamed({ service }: AdminVisit, name: string | null | undefined): App {
  const app = service.apps.get(name ?? "");
  if (app === undefined) throw nothingThere();
  return app;
}

function typedIn(visit: AdminVisit): Wanted {
  const app = appNamed(visit, visit.form.get("app"));
  return { app, to: app.canonical(visit.form.get("to") ?? "") };
}

/** From another page, which does not show the number. */
function sealedIn(visit: AdminVisit, fields: { get(name: string): string | null | undefined }): Wanted {
  return { app: appNamed(visit, fields.get("app")), to: numberIn(visit.service, fields.get("of")) };
}

interface Said {
  readonly text: string;
  readonly tone: "good" | "bad";
}

function showForm(visit: AdminVisit, said: Said | null = null, status = 200): Promise<Response> {
  const { language, service, form } = visit;
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    status,
    children: (
      <>
        <Done text={said?.text ?? null} tone={said?.tone ?? "good"} />
        <form class="panel stack act-form" method="post" action={HOME}>
          <FormToken visit={visit} />
          <h1>{UNBLOCK_A_NUMBER[language]}</h1>
          <p class="muted">{INTRO[language]}</p>
          <label class="field">
            <span>{APP[language]}</span>
            <select name="app">
              {[...service.apps.keys()].map((app) => (
                <option value={app} key={app} selected={app === form.get("app")}>
                  {app}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{NUMBER[language]}</span>
            <input
              name="to"
              type="tel"
              dir="ltr"
              autocomplete="off"
              maxLength={40}
              required
              aria-invalid={status === 422 ? true : undefined}
            />
          </label>
          <button type="submit" class="button main">
            {NEXT[language]}
          </button>
        </form>
      </>
    ),
  });
}

async function ask(visit: AdminVisit, { app, to }: Wanted): Promise<Response> {
  const { language, service } = visit;
  if (to === null) return showForm(visit, { text: NOT_A_NUMBER[language], tone: "bad" }, 422);
  return askFirst(
    NAME,
    {
      visit,
      action: `${HOME}/do`,
      title: filled(ASKED[language], { to: `\u2066${maskRecipient(to)}\u2069` }, language),
      explained: [EXPLAINED[language], KEPT[language]],
      warning: WARNING[language],
      hidden: { app: app.name, of: sealedNumber(service, to) },
      submit: TITLE[language],
      back: HOME,
    },
    TITLE[language],
  );
}

async function act(visit: AdminVisit): Promise<Response> {
  const { service, session, form } = visit;
  const { app, to } = sealedIn(visit, form);
  if (to === null) throw nothingThere();
  const number = service.audit.numberOf(to);
  await service.audit.record(session.name, { kind: "unblocked", app: app.name, number });
  const verdict = await app.unblock({ app: app.name, to });
  return showForm(visit, saidOf(verdict, visit));
}

function saidOf(verdict: UnblockVerdict, { language }: AdminVisit): Said {
  switch (verdict.kind) {
    case "unblocked": {
      const values = {
        sends: withDigitsOf(language, verdict.sends),
        guesses: withDigitsOf(language, verdict.guesses),
      };
      return { text: filled(UNBLOCKED[language], values, language), tone: "good" };
    }
    case "not_blocked":
      return { text: NOT_BLOCKED[language], tone: "good" };
    case "unblock_limit":
      return { text: LIMIT[language], tone: "bad" };
    case "recipient_invalid":
      return { text: NOT_A_NUMBER[language], tone: "bad" };
    case "busy":
      return { text: BUSY[language], tone: "bad" };
  }
}

const UNBLOCK_A_NUMBER: Text = { en: "Unblock a number", fa: "رفع محدودیت یک شماره" };
const INTRO: Text = {
  en: "For a person who has to wait: ends the cool-down, the caps of sends and the limit of guesses of one number in one app.",
  fa: "برای کاربری که باید منتظر بماند: فاصلهٔ ارسال مجدد، سقف ارسال‌ها و سقف تلاش‌های یک شماره در یک برنامه را برمی‌دارد.",
};
const APP: Text = { en: "App", fa: "برنامه" };
const NUMBER: Text = { en: "Number", fa: "شماره" };
const NEXT: Text = { en: "Continue", fa: "ادامه" };
const ASKED: Text = { en: "Unblock {to}?", fa: "محدودیت {to} برداشته شود؟" };
const EXPLAINED: Text = {
  en: "The next start may send at once, and codes may be guessed again. Limits of addresses, budgets and the guard stay.",
  fa: "درخواست بعدی بی‌درنگ ارسال می‌شود و تلاش برای کد دوباره ممکن است. محدودیت نشانی‌ها، بودجه‌ها و نگهبان می‌ماند.",
};
const KEPT: Text = {
  en: "A code that is still good keeps the guesses that were used on it. A number can be unblocked three times a day.",
  fa: "کدی که هنوز معتبر است تلاش‌های مصرف‌شده‌اش را نگه می‌دارد. هر شماره در روز سه بار قابل رفع محدودیت است.",
};
const WARNING: Text = {
  en: "Be sure that the person who asks owns the number: this gives an attacker further guesses.",
  fa: "مطمئن شوید که درخواست‌کننده صاحب شماره است: این کار به مهاجم فرصت تلاش بیشتر می‌دهد.",
};
const UNBLOCKED: Text = {
  en: "Unblocked: {sends} sends and {guesses} guesses count no more.",
  fa: "محدودیت برداشته شد: {sends} ارسال و {guesses} تلاش دیگر شمرده نمی‌شود.",
};
const NOT_BLOCKED: Text = {
  en: "No limit of this number held: it was not sent to in the last day.",
  fa: "این شماره محدودیتی نداشت: در ۲۴ ساعت گذشته چیزی به آن ارسال نشده است.",
};
const LIMIT: Text = {
  en: "This number was unblocked three times in the last day, which is the most.",
  fa: "محدودیت این شماره در ۲۴ ساعت گذشته سه بار برداشته شده که بیشترین تعداد مجاز است.",
};
const NOT_A_NUMBER: Text = {
  en: "The app may not send to this number. Check it.",
  fa: "این برنامه نمی‌تواند به این شماره پیام بفرستد. شماره را بررسی کنید.",
};
const BUSY: Text = {
  en: "Other requests for this number are under way. Try again.",
  fa: "درخواست‌های دیگری برای این شماره در جریان است. دوباره تلاش کنید.",
};
