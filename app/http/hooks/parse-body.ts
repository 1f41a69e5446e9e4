/** The body of a proven request as a value. */
import { FIELD_TWICE } from "../problems/hook-problems.ts";
import { ProblemError } from "../problems/problem.ts";

/** How a body is written, as its content type says it. */
export function kindOf({ headers }: Request): "json" | "form" {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get("content-type") ?? "")
    ? "form"
    : "json";
}

/** Throws a ProblemError when it is not JSON, or a form with a field twice. */
export function parseBody(bytes: Uint8Array, kind: "json" | "form"): unknown {
  const text = new TextDecoder().decode(bytes);
  return kind === "form" ? parseForm(text) : parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError("malformed_json");
  }
}

/** Of two fields with one name, one reader takes the first and another the last: neither is taken. */
function parseForm(text: string): Readonly<Record<string, string>> {
  const fields = [...new URLSearchParams(text)];
  if (new Set(fields.map(([name]) => name)).size < fields.length)
    throw new ProblemError("invalid_request", { detail: FIELD_TWICE });
  return Object.fromEntries(fields);
}
