/** Parses JSON of vendors: a whole number too big for a double stays as its text, because message ids are longs. */

/** The value; undefined when the text is not JSON. */
export function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
      Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value,
    );
  } catch {
    return undefined;
  }
}
