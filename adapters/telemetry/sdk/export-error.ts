/** Why an export did not arrive, in words and as a label. */

/** Errors of the library that have no code. */
const WORDS: Readonly<Record<string, { readonly type: string; readonly reason: string }>> = {
  "Request timed out": { type: "timeout", reason: "it does not answer in time" },
  "Export failed with retryable status": { type: "unavailable", reason: "it answers 429, 502, 503 or 504" },
};

/** For the end of a sentence. An HTTP status has its number; what the collector wrote beside it is left out. */
export function reasonOf(error: Error | undefined): string {
  const { message = "" } = error ?? {};
  const code = codeOf(error);
  if (typeof code === "number" && code >= 100) return `it answers ${code} ${message}`.trim();
  return WORDS[message]?.reason ?? (message || "it does not say why");
}

/** `error.type` of the semantic conventions: a status, a code of the system, else the error's name. */
export function errorTypeOf(error: Error | undefined): string {
  return String(codeOf(error) ?? WORDS[error?.message ?? ""]?.type ?? error?.name ?? "_OTHER");
}

/** HTTP's status, gRPC's status, or a word such as ECONNREFUSED. */
function codeOf(error: Error | undefined): string | number | undefined {
  const code: unknown = error !== undefined && "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? code : undefined;
}
