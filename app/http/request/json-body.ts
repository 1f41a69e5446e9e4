/** Reads a JSON body and holds it against its schema, naming every field at fault. Nothing is converted, filled in or left out. */
import type { Static, TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { readJson } from "../body.ts";
import { fieldErrors } from "../problems/field-errors.ts";
import { languageOf } from "../problems/language.ts";
import { ProblemError } from "../problems/problem.ts";

/** Reads bodies of this schema. Throws a ProblemError for any other, and as `readJson` does. */
export function bodyReader<S extends TSchema>(schema: S): (request: Request) => Promise<Static<S>> {
  const check = TypeCompiler.Compile(schema);
  return async (request) => {
    const body = await readJson(request);
    if (check.Check(body)) return body;
    throw new ProblemError("invalid_request", {
      errors: fieldErrors(check.Errors(body), languageOf(request.headers)),
    });
  };
}
