/** Takes the code and the number of a message out of what third-party code says of it, however they are spelled there. */
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { plainDigits } from "../../../domain/recipient/digits.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import { REDACTED } from "../../../domain/redaction.ts";

/** Also Persian, Arabic-Indic and full-width ones. */
const DIGIT = "[\\d\\u06f0-\\u06f9\\u0660-\\u0669\\uff10-\\uff19]";

/** What people write between the digits of a number, and marks that cannot be seen. */
const BETWEEN = "[\\s()./_\\u200b-\\u200f\\u2010-\\u2015-]{0,3}";

const DIGITS = new RegExp(`[+\\uff0b]?${DIGIT}(?:${BETWEEN}${DIGIT})*`, "g");

/** No country code is longer. */
const COUNTRY_CODE_MAX = 3;

/** Gives a text back without the code and the number. */
export type Conceal = (text: string) => string;

/**
 * For texts about this message: the code becomes `***`, and the number is masked as `+98912…`, `0098912…`, `0912…` and `912…`. Where
 * its country code ends is not known here, so it is recognised by the digits that are certainly behind it.
 */
export function concealer({ code, recipient }: DeliveryMessage): Conceal {
  const within = recipient.slice("+".length + COUNTRY_CODE_MAX);
  const shown = (digits: string) => {
    const plain = plainDigits(digits);
    if (plain.includes(within)) return maskRecipient(recipient);
    return plain.includes(code) ? REDACTED : digits;
  };
  return (text) => text.replace(DIGITS, shown);
}
