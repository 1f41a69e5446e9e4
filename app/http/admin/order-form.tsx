/** @jsxImportSource preact */
/** A page that asks before an act is done: what it does, what to know, and a way back. */
import type { ComponentChildren } from "preact";
import { durationText } from "../../language/duration.ts";
import type { Language, Text } from "../../language/language.ts";
import { HOURS } from "./operations.ts";
import { consolePage, FormToken } from "./page.tsx";
import type { AdminVisit } from "./visit.ts";

export interface ActForm {
  readonly visit: AdminVisit;
  readonly action: string;
  readonly title: string;
  /** What it does, one paragraph each. */
  readonly explained: readonly string[];
  /** What to know before; shown as a warning. */
  readonly warning?: string | null;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly submit: string;
  readonly back: string;
  readonly children?: ComponentChildren;
}

function ActForm({ visit, action, title, explained, warning, hidden, submit, back, children }: ActForm) {
  const { language } = visit;
  return (
    <form class="panel stack act-form" method="post" action={action}>
      <FormToken visit={visit} />
      {Object.entries(hidden ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      <h1>{title}</h1>
      {explained.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {warning !== null && warning !== undefined && (
        <p class="notice" role="alert">
          {warning}
        </p>
      )}
      {children}
      <div class="row">
        <button type="submit" class="button main">
          {submit}
        </button>
        <a class="button" href={back}>
          {CANCEL[language]}
        </a>
      </div>
    </form>
  );
}

/** The page that asks before an act of a section is done. A browser keeps its title, so no number may stand in it. */
export function askFirst(section: string, form: ActForm, title: string = form.title): Promise<Response> {
  return consolePage(form.visit, { section, title, children: <ActForm {...form} /> });
}

export function HoursField({ language }: { readonly language: Language }) {
  return (
    <label class="field">
      <span>{FOR[language]}</span>
      <select name="hours">
        {HOURS.map((hours) => (
          <option value={String(hours)} key={hours}>
            {durationText(hours * 3600, language)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What became of an act, above the page it leads to. */
export function Done({
  text,
  tone = "good",
}: {
  readonly text: string | null;
  readonly tone?: "good" | "bad";
}) {
  if (text === null) return null;
  return (
    <p class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {text}
    </p>
  );
}

const CANCEL: Text = { en: "Cancel", fa: "انصراف" };
const FOR: Text = { en: "For how long", fa: "برای چه مدت" };
