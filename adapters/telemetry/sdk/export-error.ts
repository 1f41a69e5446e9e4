/** Why an export did not arrive, in words and as a label. */

/** For the end of a sentence. An HTTP status has its number, what the collector wrote beside it is left out. */
export function reasonOf(error: Error | undefined): string {
  const code = codeOf(error);
  if (typeof code === "number" && code >= 100) return `it answers ${code} ${error?.message ?? ""}`.trim();
  return error?.message || "it does not say why";
}

/** `error.type` of the semantic conventions: a status, a code of the system, else the error's name. */
export function errorTypeOf(error: Error | undefined): string {
  return String(codeOf(error) ?? error?.name ?? "_OTHER");
}

/** HTTP's status, gRPC's status, or a word such as ECONNREFUSED. */
function codeOf(error: Error | undefined): string | number | undefined {
  const code: unknown = error !== undefined && "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? code : undefined;
}
