/** Parses JSON of vendors: a whole number too big for a double stays as its text, because message ids are longs. */

/** Sixteen digits or an exponent: without one, no number is too big, and looking at each value costs more than the parsing. */
const MAY_BE_TOO_BIG = /\d{16}|\d[eE]/;

/** The value; undefined when the text is not JSON. */
export function parseExactJson(text: string): unknown {
  try {
    if (!MAY_BE_TOO_BIG.test(text)) return JSON.parse(text);
    return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
      Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value,
    );
  } catch {
    return undefined;
  }
}
