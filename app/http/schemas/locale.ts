/** Languages of messages, as callers write them. */
import type { Locale } from "../../../domain/delivery/provider.ts";

/** A language tag (BCP 47) as browsers and phones have it, also with the underscore of Java: `fa`, `FA`, `fa-IR`, `en_US`. */
const TAG = /^(?:(fa)|en)(?:[-_][a-z0-9]{1,8})*$/i;

/** The language of a tag; null when no message has it. */
export function localeOf(tag: string): Locale | null {
  const match = TAG.exec(tag);
  if (match === null) return null;
  return match[1] === undefined ? "en" : "fa";
}
