/** What is wrong with a request's fields, told by name and in the reader's language. */
import type { TSchema } from "@sinclair/typebox";
import { type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import type { Language, Text } from "./language.ts";
import type { FieldError } from "./problem.ts";

/** One fault per field, the first that was found. */
export function fieldErrors(errors: Iterable<ValueError>, language: Language): readonly FieldError[] {
  const byField = new Map<string, FieldError>();
  for (const error of errors) {
    const field = error.path.slice(1).replaceAll("/", ".");
    if (!byField.has(field)) byField.set(field, { field, detail: sentence(error, language) });
  }
  return [...byField.values()];
}

function sentence({ type, schema }: ValueError, language: Language): string {
  const say = (en: string, fa: string) => (language === "fa" ? fa : en);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- see the last line of the function
  switch (type) {
    case ValueErrorType.ObjectRequiredProperty:
      return say("is required", "لازم است");
    case ValueErrorType.ObjectAdditionalProperties:
      if (schema["patternProperties"] !== undefined) return wrongName(schema)[language];
      return say("is not a field of this request", "در این درخواست چنین فیلدی نیست");
    case ValueErrorType.String:
      return say("must be a string", "باید رشته باشد");
    case ValueErrorType.Boolean:
      return say("must be true or false", "باید true یا false باشد");
    case ValueErrorType.StringMinLength:
      return say("must not be empty", "نباید خالی باشد");
    case ValueErrorType.StringMaxLength:
      return say(
        `must have ${schema["maxLength"]} characters at most`,
        `باید حداکثر ${schema["maxLength"]} نویسه باشد`,
      );
    case ValueErrorType.StringPattern:
      return say(`must match ${schema["pattern"]}`, `باید با ${schema["pattern"]} جور باشد`);
    case ValueErrorType.StringFormat:
      return say("must be an IP address", "باید نشانی IP باشد");
    case ValueErrorType.Object:
      return say("must be a JSON object", "باید یک شیء JSON باشد");
    case ValueErrorType.ObjectMaxProperties:
      return say(
        `must have ${schema["maxProperties"]} entries at most`,
        `باید حداکثر ${schema["maxProperties"]} مورد باشد`,
      );
    case ValueErrorType.Union:
      return say(`must be one of ${choices(schema)}`, `باید یکی از ${choices(schema)} باشد`);
  }
  // Kinds of schema that no request uses; the library's numbering has dozens.
  return say("is not valid", "نادرست است");
}

/** What is wrong with a name that no entry of this record may have. */
function wrongName(schema: TSchema): Text {
  const names: { readonly maxLength?: number } = schema["propertyNames"] ?? {};
  if (names.maxLength !== undefined)
    return {
      en: `must have a name of ${names.maxLength} characters at most`,
      fa: `باید نامی حداکثر ${names.maxLength} نویسه‌ای داشته باشد`,
    };
  const pattern = Object.keys(Object(schema["patternProperties"])).join(", ");
  return { en: `must have a name that matches ${pattern}`, fa: `باید نامی جور با ${pattern} داشته باشد` };
}

function choices(schema: TSchema): string {
  const members: readonly TSchema[] = schema["anyOf"] ?? [];
  return members.map((member) => String(member["const"])).join(", ");
}
