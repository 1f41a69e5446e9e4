/** The phone number: one canonical form before any key, and who may be sent to. */
import { plainDigits } from "./digits.ts";

/** A phone number in E.164, e.g. `+989121234567`. Only a Numbering adapter makes one. */
export type Recipient = `+${string}`;

/** What kind of line a number belongs to, as far as the numbering plan tells. */
export type Line = "mobile" | "fixed" | "other";

export type ParsedNumber =
  | { readonly kind: "number"; readonly recipient: Recipient; readonly country: string; readonly line: Line }
  | { readonly kind: "invalid"; readonly reason: InvalidReason };

export type InvalidReason = "not_a_number" | "too_short" | "too_long" | "not_assigned";

/** Knows the numbering plans of the world. */
export interface Numbering {
  /** Reads `text` (already plain digits) as a number of `homeCountry` unless it is written internationally. */
  parse(text: string, homeCountry: string): ParsedNumber;
  /** Who carries for a number by its range, e.g. `IR-MCI`, or its country; moved numbers stay with their range. */
  operator(recipient: Recipient): string;
}

/** Who may be sent to. Countries are ISO 3166 alpha-2; the first one is home, for numbers written nationally. */
export interface RecipientRules {
  readonly countries: readonly [string, ...string[]];
  readonly landlines: boolean;
}

export type Admission =
  | { readonly kind: "admitted"; readonly recipient: Recipient }
  | { readonly kind: "recipient_invalid"; readonly reason: InvalidReason }
  | { readonly kind: "recipient_not_allowed"; readonly reason: "country" | "line"; readonly country: string };

/** Reads a number as typed and says whether it may be sent to. */
export function admit(typed: string, rules: RecipientRules, numbering: Numbering): Admission {
  const parsed = numbering.parse(plainDigits(typed), rules.countries[0]);
  if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
  const { recipient, country, line } = parsed;
  if (!rules.countries.includes(country))
    return { kind: "recipient_not_allowed", reason: "country", country };
  const lineAllowed = line === "mobile" || (line === "fixed" && rules.landlines);
  if (!lineAllowed) return { kind: "recipient_not_allowed", reason: "line", country };
  return { kind: "admitted", recipient };
}

/** For logs, spans and what is kept: country and operator prefix and the last two digits, e.g. `+98912*****67`. */
export function maskRecipient(recipient: Recipient): Recipient;
export function maskRecipient(recipient: string): string;
export function maskRecipient(recipient: string): string {
  const shown = Math.min(6, Math.max(0, recipient.length - 6));
  const hidden = Math.max(0, recipient.length - shown - 2);
  return recipient.slice(0, shown) + "*".repeat(hidden) + recipient.slice(shown + hidden);
}

/** Whether only the masked form of a number is left. */
export function isMasked(recipient: Recipient): boolean {
  return recipient.includes("*");
}
