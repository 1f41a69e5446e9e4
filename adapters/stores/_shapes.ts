/** How the values of a ledger become rows: each shape writes a value as JSON holds it best, and reads it back. */
import type { EpochMs } from "../../domain/time.ts";

/** How a value is written and read. Times are counted from `from`. */
export interface Shape {
  write(value: unknown, from: EpochMs): unknown;
  read(written: unknown, from: EpochMs): unknown;
}

/** A value that JSON keeps unchanged. */
export const plain: Shape = { write: (value) => value, read: (written) => written };

/** Whole milliseconds, so counting from another time loses nothing. */
export const time: Shape = {
  write: (at, from) => numberIn(at) - from,
  read: (written, from) => numberIn(written) + from,
};

export function listOf(shape: Shape): Shape {
  return {
    write: (list, from) => listIn(list).map((one) => shape.write(one, from)),
    read: (written, from) => listIn(written).map((one) => shape.read(one, from)),
  };
}

/** Every name in `T`; for a union, the names of all its members. */
type NameIn<T> = T extends unknown ? keyof T : never;

/**
 * A row in the order of the table, which must have every name in `T`, so a new field that is not stored does not compile. The last
 * `added` columns came later: a row ends before them where they are empty, so older versions read what does not use them.
 */
export function recordOf<T>(table: Readonly<Record<NameIn<T>, Shape>>, added = 0): Shape {
  const columns = Object.entries<Shape>(table);
  const always = columns.length - added;
  const isLength = (length: number) => length >= always && length <= columns.length;
  return {
    write(record, from) {
      const values = valuesIn(record);
      const row = columns.map(([name, shape]) => {
        const value = values[name];
        return value === undefined ? null : shape.write(value, from);
      });
      while (row.length > always && row.at(-1) === null) row.pop();
      return row;
    },
    read(written, from) {
      const row = listIn(written);
      if (!isLength(row.length)) throw unlike(`a row of ${columns.length}`);
      const record: Record<string, unknown> = {};
      for (const [place, [name, shape]] of columns.entries()) {
        const value = row[place] ?? null;
        if (value !== null) record[name] = shape.read(value, from);
      }
      return record;
    },
  };
}

export function listIn(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unlike("a list");
  return value;
}

export function numberIn(value: unknown): number {
  if (typeof value !== "number") throw unlike("a number");
  return value;
}

export function valuesIn(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw unlike("a record");
  return { ...value };
}

function unlike(expected: string): Error {
  return new Error(`a stored ledger is damaged: ${expected} was expected`);
}
