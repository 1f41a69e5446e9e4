/** What a vendor's client sends and Ramz has no use for is named in the reply, so that it is not taken for granted. */

const HEADER = "ramz-ignored";
const NAMES_MAX = 30;
const NAME_LENGTH = 64;

/** The reply with the names of these fields in the header Ramz-Ignored; as it is, without any. A caller may have made the names up. */
export function namingIgnored(response: Response, fields: readonly string[]): Response {
  if (fields.length > 0) response.headers.set(HEADER, fields.slice(0, NAMES_MAX).map(safeName).join(", "));
  return response;
}

/** The name in characters that a header may hold. */
function safeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).slice(0, NAME_LENGTH);
}
