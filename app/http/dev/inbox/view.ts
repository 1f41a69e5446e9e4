/** What the parts of the inbox page are given. */
import { filled, type Language } from "../../../language/language.ts";
import type { InboxData } from "../inbox-data.ts";
import type { InboxPageData } from "./page-data.ts";
import { INBOX_TEXTS, type InboxText } from "./texts.ts";

/** What the person has chosen on the page. */
export interface Chosen {
  readonly to: string | null;
  readonly search: string;
  /** What was copied a moment ago. */
  readonly copied: string | null;
  readonly connection: "connecting" | "live" | "offline";
}

export const NOTHING_CHOSEN: Chosen = { to: null, search: "", copied: null, connection: "connecting" };

export interface InboxActions {
  choose(to: string | null): void;
  search(text: string): void;
  copy(text: string): void;
  clear(): void;
}

export interface InboxViewProps {
  readonly page: InboxPageData;
  readonly inbox: InboxData;
  /** In milliseconds since 1970. */
  readonly now: number;
  readonly chosen: Chosen;
  /** Left out on the server. */
  readonly actions?: InboxActions;
}

/** A text of the page in the language. */
export function say(
  text: InboxText,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return filled(INBOX_TEXTS[text][language], values, language);
}

/** The address of the page with the messages to a number, or with all numbers. */
export function addressOf(language: Language, to: string | null): string {
  return `?${new URLSearchParams({ lang: language, ...(to !== null && { to }) })}`;
}

const CLOCK = {
  en: new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }),
  fa: new Intl.DateTimeFormat("fa-IR", { timeStyle: "medium" }),
} as const;

const RELATIVE = {
  en: new Intl.RelativeTimeFormat("en", { style: "short" }),
  fa: new Intl.RelativeTimeFormat("fa"),
} as const;

/** The time of day. */
export function clock(at: number, language: Language): string {
  return CLOCK[language].format(at);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long ago that was, in minutes and hours. */
export function ago(at: number, now: number, language: Language): string {
  const passedMs = now - at;
  if (passedMs < MINUTE_MS) return say("just_now", language);
  return passedMs < HOUR_MS
    ? RELATIVE[language].format(-Math.floor(passedMs / MINUTE_MS), "minute")
    : RELATIVE[language].format(-Math.floor(passedMs / HOUR_MS), "hour");
}
