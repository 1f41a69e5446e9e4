/** What is wrong with the fields of a request, by name and in the reader's language. */
import type { TSchema } from "@sinclair/typebox";
import { type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { filled, type Language, type Text } from "../../language/language.ts";
import type { FieldError } from "./problem.ts";

/** One error per field, the first that was found. */
export function fieldErrors(errors: Iterable<ValueError>, language: Language): readonly FieldError[] {
  const byField = new Map<string, FieldError>();
  for (const error of errors) {
    const field = error.path.slice(1).replaceAll("/", ".");
    if (!byField.has(field)) byField.set(field, { field, detail: sentence(error, language) });
  }
  return [...byField.values()];
}

/** What a code must look like. */
export function mustBeDigits(length: number, language: Language): string {
  return filled(DIGITS[language], { length }, language);
}

const DIGITS: Text = { en: "must be {length} digits", fa: "باید {length} رقم باشد" };

function sentence({ type, schema }: ValueError, language: Language): string {
  const say = (en: string, fa: string, values: Readonly<Record<string, string | number>> = {}) =>
    filled({ en, fa }[language], values, language);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- see the last line of the function
  switch (type) {
    case ValueErrorType.ObjectRequiredProperty:
      return say("is required", "الزامی است");
    case ValueErrorType.ObjectAdditionalProperties:
      if (schema["patternProperties"] !== undefined) return wrongName(schema, say);
      return say("is not a field of this request", "جزو فیلدهای این درخواست نیست");
    case ValueErrorType.String:
      return say("must be a string", "باید رشته باشد");
    case ValueErrorType.Boolean:
      return say("must be true or false", "باید true یا false باشد");
    case ValueErrorType.Integer:
      return say("must be a whole number", "باید عددی صحیح باشد");
    case ValueErrorType.IntegerMinimum:
      return say("must be at least {least}", "باید حداقل {least} باشد", { least: Number(schema["minimum"]) });
    case ValueErrorType.IntegerMaximum:
      return say("must be at most {most}", "باید حداکثر {most} باشد", { most: Number(schema["maximum"]) });
    case ValueErrorType.StringMinLength:
      return say("must not be empty", "نباید خالی باشد");
    case ValueErrorType.StringMaxLength:
      return say("must have at most {most} characters", "باید حداکثر {most} نویسه داشته باشد", {
        most: Number(schema["maxLength"]),
      });
    case ValueErrorType.StringPattern:
      return say("must match {pattern}", "باید با الگوی {pattern} مطابقت داشته باشد", {
        pattern: String(schema["pattern"]),
      });
    case ValueErrorType.StringFormat:
      return schema["format"] === "locale"
        ? say("must be fa or en, e.g. fa-IR", "باید fa یا en باشد؛ مثلاً fa-IR")
        : say("must be an IP address", "باید یک نشانی IP باشد");
    case ValueErrorType.Object:
      return say("must be a JSON object", "باید یک شیء JSON باشد");
    case ValueErrorType.ObjectMaxProperties:
      return say("must have at most {most} entries", "باید حداکثر {most} مورد داشته باشد", {
        most: Number(schema["maxProperties"]),
      });
    case ValueErrorType.Union:
      return say("must be one of {choices}", "باید یکی از {choices} باشد", { choices: choices(schema) });
  }
  // Kinds of schema that no request uses; the library's numbering has dozens.
  return say("is not valid", "معتبر نیست");
}

type Say = (en: string, fa: string, values: Readonly<Record<string, string | number>>) => string;

/** What is wrong with a name that no entry of this record may have. */
function wrongName(schema: TSchema, say: Say): string {
  const { maxLength: most }: { readonly maxLength?: number } = schema["propertyNames"] ?? {};
  if (most !== undefined)
    return say(
      "must have a name of at most {most} characters",
      "باید نامی با حداکثر {most} نویسه داشته باشد",
      { most },
    );
  return say(
    "must have a name that matches {pattern}",
    "باید نامی داشته باشد که با الگوی {pattern} مطابقت دارد",
    { pattern: Object.keys(Object(schema["patternProperties"])).join(", ") },
  );
}

function choices(schema: TSchema): string {
  const members: readonly TSchema[] = schema["anyOf"] ?? [];
  return members.map((member) => String(member["const"])).join(", ");
}
