/** Phone numbers: one canonical form before any key is made of them, and which of them may be sent to. */
import { plainDigits } from "./digits.ts";

/** A phone number in E.164, e.g. `+989121234567`. Only a Numbering adapter makes one. */
export type Recipient = `+${string}`;

/** What kind of line a number belongs to, by the numbering plan. */
export type Line = "mobile" | "fixed" | "other";

export type ParsedNumber =
  | { readonly kind: "number"; readonly recipient: Recipient; readonly country: string; readonly line: Line }
  | { readonly kind: "invalid"; readonly reason: InvalidReason };

export type InvalidReason = "not_a_number" | "too_short" | "too_long" | "not_assigned";

/** The numbering plans of the world. */
export interface Numbering {
  /** Reads `text` (already plain digits) as a number of `homeCountry` unless it is written internationally. */
  parse(text: string, homeCountry: string): ParsedNumber;
  /** The operator of a number by its range, e.g. `IR-MCI`, or its country. A number that was ported keeps the operator of its range. */
  operator(recipient: Recipient): string;
}

/** Which numbers may be sent to. Countries are ISO 3166 alpha-2; the first is home, for numbers written nationally. */
export interface RecipientRules {
  readonly countries: readonly [string, ...string[]];
  readonly landlines: boolean;
}

export type Admission =
  | { readonly kind: "admitted"; readonly recipient: Recipient }
  | { readonly kind: "recipient_invalid"; readonly reason: InvalidReason }
  | { readonly kind: "recipient_not_allowed"; readonly reason: "country" | "line"; readonly country: string };

/** Reads a number as typed and decides whether it may be sent to. */
export function admit(typed: string, rules: RecipientRules, numbering: Numbering): Admission {
  const parsed = numbering.parse(plainDigits(numberInUri(typed)), rules.countries[0]);
  if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
  const { recipient, country, line } = parsed;
  if (!rules.countries.includes(country))
    return { kind: "recipient_not_allowed", reason: "country", country };
  const lineAllowed = line === "mobile" || (line === "fixed" && rules.landlines);
  if (!lineAllowed) return { kind: "recipient_not_allowed", reason: "line", country };
  return { kind: "admitted", recipient };
}

const TEL = /^\s*tel:([^;]*)(?:;phone-context=(\+[^;]*))?\s*$/i;

/**
 * The number in a `tel:` URI (RFC 3966), as a tapped link or an address book has it; any other text as it is. A local number comes with the
 * code of its country as context. With an extension it is no number that a message can go to, and stays a URI, which is refused.
 */
function numberInUri(typed: string): string {
  const [, number, context = ""] = TEL.exec(typed) ?? [];
  if (number === undefined) return typed;
  return number.trimStart().startsWith("+") ? number : context + number;
}

/** The number as logs, spans and the store show it: its first six characters and last two digits, e.g. `+98912*****67`. */
export function maskRecipient(recipient: Recipient): Recipient;
export function maskRecipient(recipient: string): string;
export function maskRecipient(recipient: string): string {
  const shown = Math.min(6, Math.max(0, recipient.length - 6));
  const hidden = Math.max(0, recipient.length - shown - 2);
  return recipient.slice(0, shown) + "*".repeat(hidden) + recipient.slice(shown + hidden);
}

/** Whether this is a masked number. */
export function isMasked(recipient: Recipient): boolean {
  return recipient.includes("*");
}
