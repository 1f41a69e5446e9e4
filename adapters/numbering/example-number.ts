import { getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { isKnownCountry } from "./libphonenumber.ts";

/** The number that Iranian forms show; the library's own example is 09123456789. */
const IRAN = { national: "09121234567", international: "+989121234567" };

/** A mobile number of this country for messages, as it is written there and in E.164; null when the plan gives none. */
export function exampleNumber(
  country: string,
): { readonly national: string; readonly international: string } | null {
  if (country === "IR") return IRAN;
  const example = isKnownCountry(country) ? getExampleNumber(country, examples) : undefined;
  if (example === undefined) return null;
  return {
    national: example.formatNational().replace(/\D/g, ""),
    international: example.format("E.164"),
  };
}
