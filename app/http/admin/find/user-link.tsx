/** @jsxImportSource preact */
/** A link for the person who waits for the code, to be given to them. It says nothing that is the operator's (decision 45). */
import { durationText } from "../../../language/duration.ts";
import { filled, type Language, type Text } from "../../../language/language.ts";
import { type Subject, whyLinkOf } from "../../why/link.ts";
import type { AdminVisit } from "../visit.ts";

const TEXTS = {
  title: { en: "Link for the user", fa: "لینک برای کاربر" },
  hint: {
    en: "The person sees in plain words what happened and what to do. It opens for {wait}.",
    fa: "کاربر به زبان ساده می‌بیند چه شده و چه باید بکند. این لینک تا {wait} باز می‌شود.",
  },
  open: { en: "Open it", fa: "باز کردن" },
} satisfies Record<string, Text>;

const say = (text: keyof typeof TEXTS, language: Language, values = {}) =>
  filled(TEXTS[text][language], values, language);

/** Nothing where there are no such links. */
export function UserLink({ visit, subject }: { readonly visit: AdminVisit; readonly subject: Subject }) {
  const { service, language } = visit;
  const link = whyLinkOf(service, subject);
  if (link === null) return null;
  const wait = durationText(Math.round((link.expiresAt - service.now()) / 1000), language);
  return (
    <details class="panel user-link">
      <summary>{say("title", language)}</summary>
      <div class="stack">
        <label class="field">
          <span>{say("hint", language, { wait })}</span>
          <input class="mono" dir="ltr" readOnly value={link.url} />
        </label>
        <a class="button" href={link.url} target="_blank" rel="noopener noreferrer">
          {say("open", language)}
        </a>
      </div>
    </details>
  );
}
