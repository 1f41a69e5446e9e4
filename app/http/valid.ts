/**
 * Checks a parsed body before the framework does: the framework's own check copies the body over its defaults, which loses an
 * own `__proto__`, and fails itself on a value with a `toString` member.
 */
import type { TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { fieldErrors } from "./faults.ts";
import { languageOf } from "./language.ts";
import { ProblemError } from "./problem.ts";

/** A hook that refuses a body that does not fit the schema, naming every field at fault. */
export function valid(schema: TSchema) {
  const check = TypeCompiler.Compile(schema);
  return ({ body, request }: { readonly body: unknown; readonly request: Request }): void => {
    if (check.Check(body)) return;
    const errors = fieldErrors(check.Errors(body), languageOf(request.headers));
    throw new ProblemError("invalid_request", { errors });
  };
}
