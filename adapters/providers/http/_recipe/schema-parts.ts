/** What the schemas of the recipe format are made of. */
import { type TLiteral, type TObject, type TProperties, type TUnion, Type } from "@sinclair/typebox";

/** A table in which every other key is refused. */
export const closed = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false });
export const optional = Type.Optional;
/** A text that proves something, or nothing at all when it is empty: a key, what is signed, where a signature stands. */
export const nonEmpty = Type.String({ minLength: 1 });
export const texts = Type.Array(Type.String());
export const byText = <T extends Parameters<typeof Type.Record>[1]>(value: T) =>
  Type.Record(Type.String(), value);
/** One of these words. */
export const oneOf = <const Word extends string>(...words: readonly Word[]): TUnion<TLiteral<Word>[]> =>
  Type.Union(words.map((word) => Type.Literal(word)));
