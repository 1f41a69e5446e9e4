import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberWithError,
  ParseError,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { IRANIAN_OPERATORS, iranianOperator } from "./iranian-operators.ts";
import type { InvalidReason, Line, Numbering, ParsedNumber } from "../../domain/recipient/recipient.ts";

/** ISO 3166 alpha-2 codes whose numbering plan is known. */
export function isKnownCountry(code: string): code is CountryCode {
  return isSupportedCountry(code);
}

/** How every number of the country begins, e.g. `+98`. */
export function callingCodeOf(country: CountryCode): string {
  return `+${getCountryCallingCode(country)}`;
}

/** Every operator that numbers of these countries may have by the numbering plan: the country itself where operators are not known. */
export function operatorsOf(countries: readonly string[]): readonly string[] {
  return countries.flatMap((country) => (country === "IR" ? IRANIAN_OPERATORS : [country]));
}

/** The numbering plans of libphonenumber. */
export const libphonenumber: Numbering = {
  parse(text, homeCountry) {
    if (!isKnownCountry(homeCountry))
      throw new Error(`"${homeCountry}" is not a country with a known numbering plan`);
    if (!/^\+?[0-9]+$/.test(text)) return { kind: "invalid", reason: "not_a_number" };
    const plain = (homeCountry === "IR" ? IRANIAN_AT_HOME : IRANIAN_ABROAD).exec(text)?.[1];
    if (plain !== undefined) return iranian(plain);
    try {
      return classify(currentForm(parsePhoneNumberWithError(text, homeCountry)));
    } catch (error) {
      if (error instanceof ParseError) return { kind: "invalid", reason: reasonOf(error.message) };
      throw error;
    }
  },
  operator(recipient) {
    if (recipient.startsWith("+98")) return iranianOperator(recipient.slice(3));
    return parsePhoneNumberWithError(recipient).country ?? "unknown";
  },
};

/** The usual spellings of an Iranian mobile number. They are read without the library, which takes ten times as long as the rest. */
const IRANIAN_AT_HOME = /^(?:\+98|0098|98)?0?(9[0-9]{9})$/;
const IRANIAN_ABROAD = /^\+980?(9[0-9]{9})$/;

/**
 * Until 2020, a Mexican mobile number was dialled with a 1 (from abroad), 044, 045 or 01 before its ten digits. Address books and messengers
 * still write it so; the plan has no such number any more, so what is meant is the number without it.
 */
const OLD_MEXICAN = /^(?:1|01|044|045)(\d{10})$/;

/** The number as it is dialled today. */
function currentForm(number: PhoneNumber): PhoneNumber {
  const mexican =
    number.countryCallingCode === "52" ? OLD_MEXICAN.exec(number.nationalNumber)?.[1] : undefined;
  return mexican === undefined ? number : parsePhoneNumberWithError(`+52${mexican}`);
}

function classify(number: PhoneNumber): ParsedNumber {
  if (number.countryCallingCode === "98") return iranian(number.nationalNumber);
  if (!number.isPossible()) return { kind: "invalid", reason: "not_assigned" };
  if (!number.isValid() || number.country === undefined) return { kind: "invalid", reason: "not_assigned" };
  return {
    kind: "number",
    recipient: `+${number.number.slice(1)}`,
    country: number.country,
    line: lineOf(number),
  };
}

/**
 * Iran opens mobile ranges faster than the metadata follows, and numbers move between operators, so every `9…` is mobile, except 941
 * (fixed wireless). A landline has an area code of two digits and eight more digits.
 */
function iranian(national: string): ParsedNumber {
  if (national.length < 10) return { kind: "invalid", reason: "too_short" };
  if (national.length > 10) return { kind: "invalid", reason: "too_long" };
  if (!/^[1-9]/.test(national)) return { kind: "invalid", reason: "not_assigned" };
  const line: Line = national.startsWith("9") && !national.startsWith("941") ? "mobile" : "fixed";
  return { kind: "number", recipient: `+98${national}`, country: "IR", line };
}

function lineOf(number: PhoneNumber): Line {
  switch (number.getType()) {
    case "MOBILE":
    case "FIXED_LINE_OR_MOBILE":
      return "mobile";
    case "FIXED_LINE":
      return "fixed";
    case "PREMIUM_RATE":
    case "TOLL_FREE":
    case "SHARED_COST":
    case "VOIP":
    case "PERSONAL_NUMBER":
    case "PAGER":
    case "UAN":
    case "VOICEMAIL":
    case undefined:
      return "other";
  }
}

function reasonOf(message: string): InvalidReason {
  if (message === "TOO_SHORT") return "too_short";
  if (message === "TOO_LONG") return "too_long";
  return message === "INVALID_COUNTRY" ? "not_assigned" : "not_a_number";
}
