/** Sliding windows: a row for each bucket that is not empty, so a count writes one small row. */
import {
  type Count,
  type Counted,
  countIn,
  type RateWindows,
} from "../../../domain/rate-limits/sliding-window.ts";
import type { SqliteFile } from "./database.ts";
import type { EpochMs } from "../../../domain/time.ts";

export const RATE_WINDOWS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS window_buckets (
    key TEXT NOT NULL,
    window_ms INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    used INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (key, window_ms, bucket)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS window_buckets_by_expiry ON window_buckets (expires_at);
`;

export function rateWindowsIn({ db, inGroup }: SqliteFile): RateWindows {
  const select = db.query<{ bucket: number; used: number; approved: number }, [string, number]>(
    "SELECT bucket, used, approved FROM window_buckets WHERE key = ? AND window_ms = ?",
  );
  const upsert = db.query<null, [string, number, number, number, number, number]>(
    `INSERT INTO window_buckets (key, window_ms, bucket, used, approved, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET used = excluded.used, approved = excluded.approved`,
  );
  const remove = db.query<null, [string, number, number]>(
    "DELETE FROM window_buckets WHERE key = ? AND window_ms = ? AND bucket = ?",
  );
  const countOne = (count: Count, at: EpochMs): Counted => {
    const { key, windowMs } = count;
    const rows = select.all(key, windowMs).map(({ bucket, ...sums }) => [bucket, sums] as const);
    const { counted, change } = countIn(new Map(rows), count, at);
    if (change !== null) {
      const { bucket, used, approved, expiresAt } = change;
      // A count that was given back leaves no row: refused requests must not fill the disk (threat V29).
      if (used === 0 && approved === 0) remove.run(key, windowMs, bucket);
      else upsert.run(key, windowMs, bucket, used, approved, expiresAt);
    }
    return counted;
  };
  return { count: (counts, at) => inGroup(() => counts.map((count) => countOne(count, at))) };
}
