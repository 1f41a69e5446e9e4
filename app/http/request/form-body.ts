/** Reads a form within a size limit. A name that comes twice is refused. */
import type { Text } from "../../language/language.ts";
import { languageOf } from "./accept-language.ts";
import { ProblemError } from "../problems/problem.ts";
import { formFields, isForm } from "./form-fields.ts";
import { BODY_LIMIT_BYTES } from "./json-body.ts";
import { readText } from "./text-body.ts";

/** Values by name. */
export type Form = ReadonlyMap<string, string>;

/** Throws a ProblemError: 415 and 413 before the body is read, 400 for names that come twice. */
export async function readForm(request: Request): Promise<Form> {
  if (!isForm(request)) throw new ProblemError("unsupported_media_type", { detail: NO_FORM });
  const { fields, twice } = formFields(await readText(request, BODY_LIMIT_BYTES));
  if (twice.length === 0) return fields;
  const detail = TWICE[languageOf(request.headers)];
  throw new ProblemError("invalid_request", { errors: twice.map((field) => ({ field, detail })) });
}

/** The names of fields other than these. */
export function unreadFields(form: Form, read: readonly string[]): readonly string[] {
  return [...form.keys()].filter((name) => !read.includes(name));
}

const NO_FORM: Text = {
  en: "Send the body as a form with the header Content-Type: application/x-www-form-urlencoded.",
  fa: "بدنه را به‌صورت فرم و با هدر Content-Type: application/x-www-form-urlencoded بفرستید.",
};

const TWICE: Text = { en: "must be there once", fa: "باید فقط یک بار آمده باشد" };
