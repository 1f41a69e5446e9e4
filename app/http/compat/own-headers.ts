/** Headers in which a reply in a vendor's words says what the vendor has no place for. */

const IGNORED = "ramz-ignored";
const NAMES_MAX = 30;
const NAME_LENGTH = 64;

/** The reply with the names of these fields in Ramz-Ignored, so that nothing is taken for granted; as it is, without any. */
export function namingIgnored(response: Response, fields: readonly string[]): Response {
  if (fields.length > 0) response.headers.set(IGNORED, fields.slice(0, NAMES_MAX).map(safeName).join(", "));
  return response;
}

/** A caller may have made the name up: in characters that a header may hold. */
function safeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).slice(0, NAME_LENGTH);
}

/** What native routes say as `proof`. */
export function proofHeader(proof: string): Readonly<Record<string, string>> {
  return { "ramz-proof": proof };
}
