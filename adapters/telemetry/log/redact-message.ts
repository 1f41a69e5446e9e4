/** Takes the code and the number of a message out of text by a provider, in every usual spelling. */
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { plainDigits } from "../../../domain/recipient/digits.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import { type Redact, REDACTED } from "../../../domain/redaction.ts";

/** Also Persian, Arabic-Indic and full-width digits. */
const DIGIT = "[\\d\\u06f0-\\u06f9\\u0660-\\u0669\\uff10-\\uff19]";

/** What people write between the digits of a number, and invisible marks. */
const BETWEEN = "[\\s()./_\\u200b-\\u200f\\u2010-\\u2015-]{0,3}";

const DIGITS = new RegExp(`[+\\uff0b]?${DIGIT}(?:${BETWEEN}${DIGIT})*`, "g");

/** No country code is longer. */
const COUNTRY_CODE_MAX = 3;

/**
 * Returns a function for texts about this message. It replaces the code by `***` and masks the number, written as `+98912…`, `0098912…`,
 * `0912…` or `912…`. It does not know where the country code ends, so it looks for the digits that are certainly after it.
 */
export function redactMessage({ code, recipient }: DeliveryMessage): Redact {
  const within = recipient.slice("+".length + COUNTRY_CODE_MAX);
  const shown = (digits: string) => {
    const plain = plainDigits(digits);
    if (plain.includes(within)) return maskRecipient(recipient);
    return plain.includes(code) ? REDACTED : digits;
  };
  return (text) => text.replace(DIGITS, shown);
}
