/**
 * Reads a JSON body within a size limit and checks it against its schema. Nothing is converted or filled in; an optional field that is
 * null is left out, because many callers write a missing value so. Not Elysia's
 * `body` schemas: they read and judge the body before the caller is authenticated, have no limit of their own, and take forms too.
 */
import type { Static, TSchema } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { fieldErrors } from "../problems/field-errors.ts";
import { languageOf } from "./accept-language.ts";
import { ProblemError } from "../problems/problem.ts";
import { readText } from "./text-body.ts";

/** Far above any honest body (metadata of ten entries included). */
export const BODY_LIMIT_BYTES = 16_384;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/**
 * Gives a reader of bodies with this schema. It throws a ProblemError: 415 and 413 before the body is parsed, 400 for a body that is
 * not JSON, and 400 with every wrong field by name.
 */
export function bodyReader<S extends TSchema>(schema: S): (request: Request) => Promise<Static<S>> {
  const check = TypeCompiler.Compile(schema);
  const withoutNulls = omitsNulls(schema);
  return async (request) => {
    const body = withoutNulls(await readJson(request));
    if (check.Check(body)) return body;
    throw new ProblemError("invalid_request", {
      errors: fieldErrors(check.Errors(body), languageOf(request.headers)),
    });
  };
}

/** Gives what leaves out the optional fields that are null, also those of inner objects. What is no object is left to the schema. */
function omitsNulls({ properties, required = [] }: TSchema): (body: unknown) => unknown {
  const inner = new Map(
    Object.entries<TSchema>(Object(properties)).map(([name, schema]) => [name, omitsNulls(schema)]),
  );
  const isLeftOut = (name: string, value: unknown) =>
    value === null && inner.has(name) && !required.includes(name);
  return (body) => {
    if (inner.size === 0 || typeof body !== "object" || body === null || Array.isArray(body)) return body;
    const kept = Object.entries(body).filter(([name, value]) => !isLeftOut(name, value));
    return Object.fromEntries(kept.map(([name, value]) => [name, inner.get(name)?.(value) ?? value]));
  };
}

async function readJson(request: Request): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? ""))
    throw new ProblemError("unsupported_media_type");
  const text = await readText(request, BODY_LIMIT_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError("malformed_json");
  }
}
