/** The contents of a store's file. */
import { Database } from "bun:sqlite";
import { decodeLedger } from "../../adapters/stores/_codec.ts";

/** A line for each row of each table, in an order that does not change by itself: as stored and, of a ledger, as its reader sees it. */
export function rowsIn(path: string): readonly string[] {
  using db = new Database(path, { readonly: true });
  const tables = db.query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) =>
    db
      .query<Readonly<Record<string, unknown>>, []>(`SELECT * FROM ${name}`)
      .all()
      .map((row) => `${name} ${JSON.stringify(row)} ${readable(() => decodeLedger(String(row["ledger"])))}`),
  );
  return rows.sort();
}

/** What was read, as JSON; nothing of what cannot be. */
export function readable(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch {
    return "";
  }
}
