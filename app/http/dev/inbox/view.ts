/** What the parts of the inbox page are given. */
import type { Language } from "../../problems/language.ts";
import type { InboxData } from "../inbox-data.ts";
import type { InboxPageData } from "./page-data.ts";

/** What the person has chosen on the page. */
export interface Chosen {
  readonly to: string | null;
  readonly search: string;
  /** The number of the message whose code was copied a moment ago. */
  readonly copied: number | null;
  readonly isConnected: boolean;
}

export const NOTHING_CHOSEN: Chosen = { to: null, search: "", copied: null, isConnected: true };

export interface InboxActions {
  choose(to: string | null): void;
  search(text: string): void;
  copy(message: { readonly number: number; readonly code: string }): void;
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

/** The time of day. */
export function clock(at: number, language: Language): string {
  return new Date(at).toLocaleTimeString(language === "fa" ? "fa-IR" : "en-GB");
}
