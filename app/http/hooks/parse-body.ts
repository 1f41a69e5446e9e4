/** The body of a proven request as a value. */
import { FIELD_TWICE } from "../problems/hook-problems.ts";
import { ProblemError } from "../problems/problem.ts";
import { formFields, isForm } from "../request/form-fields.ts";

/** How a body is written, as its content type says it. */
export function kindOf(request: Request): "json" | "form" {
  return isForm(request) ? "form" : "json";
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

function parseForm(text: string): Readonly<Record<string, string>> {
  const { fields, twice } = formFields(text);
  if (twice.length > 0) throw new ProblemError("invalid_request", { detail: FIELD_TWICE });
  return Object.fromEntries(fields);
}
