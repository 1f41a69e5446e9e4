/** Sliding windows: a row for each bucket that is not empty, so a count writes one small row. */
import {
  bucketsAt,
  type Count,
  type Counted,
  countIn,
  countInSums,
  type CountResult,
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

/** The sums of a window, and of its current bucket. */
interface SumsRow {
  readonly used: number;
  readonly approved: number;
  readonly currentUsed: number;
  readonly currentApproved: number;
}

export function rateWindowsIn({ db, inGroup }: SqliteFile): RateWindows {
  // SQLite adds up several times faster than its rows can be read.
  const selectSums = db.query<SumsRow, [number, string, number, number, number]>(
    `SELECT coalesce(sum(used), 0) AS used, coalesce(sum(approved), 0) AS approved,
       coalesce(sum(used) FILTER (WHERE bucket = ?1), 0) AS currentUsed,
       coalesce(sum(approved) FILTER (WHERE bucket = ?1), 0) AS currentApproved
     FROM window_buckets WHERE key = ?2 AND window_ms = ?3 AND bucket BETWEEN ?4 AND ?5`,
  );
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
  /** Null when the limit is exceeded. */
  const withSums = (count: Count, at: EpochMs): CountResult | null => {
    const { key, windowMs } = count;
    const { first, current, last } = bucketsAt(windowMs, at);
    const row = selectSums.get(current, key, windowMs, first, last);
    if (row === null) return null;
    const { currentUsed, currentApproved, ...sums } = row;
    return countInSums({ sums, current: { used: currentUsed, approved: currentApproved } }, count, at);
  };
  const withBuckets = (count: Count, at: EpochMs): CountResult => {
    const rows = select.all(count.key, count.windowMs).map(({ bucket, ...sums }) => [bucket, sums] as const);
    return countIn(new Map(rows), count, at);
  };
  const countOne = (count: Count, at: EpochMs): Counted => {
    const { key, windowMs } = count;
    const { counted, change } = withSums(count, at) ?? withBuckets(count, at);
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
