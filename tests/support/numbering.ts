/** A numbering plan small enough to read: Iran and the United States, mobile and fixed. */
import type { Line, Numbering, ParsedNumber } from "../../domain/recipient/recipient.ts";

const PLAN: readonly { readonly shape: RegExp; readonly country: string; readonly line: Line }[] = [
  { shape: /^\+989\d{9}$/, country: "IR", line: "mobile" },
  { shape: /^\+9821\d{8}$/, country: "IR", line: "fixed" },
  { shape: /^\+981\d{3}$/, country: "IR", line: "other" },
  { shape: /^\+1\d{10}$/, country: "US", line: "mobile" },
];

export const testNumbering: Numbering = {
  parse(text, homeCountry): ParsedNumber {
    const national = text.startsWith("0") && homeCountry === "IR";
    const digits = national ? `98${text.slice(1)}` : text.replace(/^\+/, "");
    if (!/^\d+$/.test(digits)) return { kind: "invalid", reason: "not_a_number" };
    const found = PLAN.find(({ shape }) => shape.test(`+${digits}`));
    if (found === undefined)
      return { kind: "invalid", reason: digits.length < 10 ? "too_short" : "not_assigned" };
    return { kind: "number", recipient: `+${digits}`, country: found.country, line: found.line };
  },
  operator: (recipient) => recipient.slice(0, 6),
};
