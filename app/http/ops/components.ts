/** Schemas as generators of clients like them: each one that has a name stands once, among the components. */

type Json = unknown;
export type Members = Readonly<Record<string, Json>>;

/** Puts a reference where a schema with a name (`$id`) stands, and these schemas among the components. */
export function shareSchemas(document: Members): Members {
  const schemas: Record<string, Json> = {};
  const share = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(share);
    if (!isObject(value)) return value;
    const { $id: name, ...members } = value;
    if (typeof name !== "string") return plain(mapValues(members, share));
    schemas[name] ??= plain(mapValues(members, share));
    return { $ref: `#/components/schemas/${name}` };
  };
  const { components, ...rest } = mapValues(document, share);
  const sorted = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...rest, components: { ...Object(components), schemas: Object.fromEntries(sorted) } };
}

/** The same schema in the words that generators read best. What is no schema stays as it is. */
function plain(schema: Members): Members {
  return openRecord(asEnum(schema));
}

/** A choice of words is an enum; a word that may be null is a type of two. */
function asEnum(schema: Members): Members {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const choices = anyOf.filter(isObject);
  const words = choices.map((choice) => choice["const"]);
  if (words.every((word) => typeof word === "string")) return { ...rest, type: "string", enum: words };
  const [only, none] = choices;
  const isNullable = choices.length === 2 && none?.["type"] === "null" && typeof only?.["type"] === "string";
  return isNullable ? { ...rest, ...only, type: [only["type"], "null"] } : schema;
}

/** An object whose names are free: TypeBox knows its values by a pattern of names, generators by `additionalProperties`. */
function openRecord(schema: Members): Members {
  const { patternProperties, propertyNames, additionalProperties: _, ...rest } = schema;
  if (!isObject(patternProperties)) return schema;
  const [[pattern, values] = [], ...others] = Object.entries(patternProperties);
  if (others.length > 0) return schema;
  const names = { ...(isObject(propertyNames) && propertyNames), ...(pattern !== ANY_NAME && { pattern }) };
  return {
    ...rest,
    ...(Object.keys(names).length > 0 && { propertyNames: names }),
    additionalProperties: values,
  };
}

/** How TypeBox writes that any name will do. */
const ANY_NAME = "^(.*)$";

function isObject(value: Json): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function mapValues(members: Members, map: (value: Json) => Json): Members {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, map(value)]));
}
