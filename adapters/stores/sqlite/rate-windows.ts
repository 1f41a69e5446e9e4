/** Sliding windows: a row for each bucket that is not empty, so a count writes one small row. */
import {
  bucketsAt,
  type Count,
  type Counted,
  countIn,
  countInSums,
  leavesAt,
  type RateWindows,
  type Sums,
  ZERO,
} from "../../../domain/rate-limits/sliding-window.ts";
import type { SqliteFile } from "./database.ts";
import { whenUnlocked } from "./lock.ts";
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

/**
 * Where a bucket would be, a window with many of them keeps what all but one hold together. That one is the bucket that expires at the same
 * time. It holds while counts are in that bucket, so a window is read whole once in a bucket. Older versions take it for an expired bucket.
 */
const REST = -1;

/** The fewest other buckets that are worth it. */
const MANY = 8;

const NOTHING = { buckets: 0, ...ZERO };

interface BucketRow extends Sums {
  readonly expiresAt: EpochMs;
}

export function rateWindowsIn({ db, guarded, inGroup }: SqliteFile): RateWindows {
  const selectOne = db.query<BucketRow, [string, number, number]>(
    `SELECT used, approved, expires_at AS expiresAt FROM window_buckets
     WHERE key = ? AND window_ms = ? AND bucket = ?`,
  );
  // SQLite adds up several times faster than its rows can be read.
  const sumUp = db.query<Sums & { buckets: number }, [string, number, number, number, number]>(
    `SELECT count(*) AS buckets, coalesce(sum(used), 0) AS used, coalesce(sum(approved), 0) AS approved
     FROM window_buckets WHERE key = ? AND window_ms = ? AND bucket BETWEEN ? AND ? AND bucket <> ?`,
  );
  const selectAll = db.query<{ bucket: number; used: number; approved: number }, [string, number]>(
    "SELECT bucket, used, approved FROM window_buckets WHERE key = ? AND window_ms = ?",
  );
  const upsert = db.query<null, [string, number, number, number, number, number]>(
    `INSERT INTO window_buckets (key, window_ms, bucket, used, approved, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET used = excluded.used, approved = excluded.approved, expires_at = excluded.expires_at`,
  );
  const remove = db.query<null, [string, number, number]>(
    "DELETE FROM window_buckets WHERE key = ? AND window_ms = ? AND bucket = ?",
  );

  const countOne = (count: Count, at: EpochMs): Counted => {
    const { key, windowMs } = count;
    const { first, current: now, last } = bucketsAt(windowMs, at);
    const kept = selectOne.get(key, windowMs, REST);
    const isKept = kept?.expiresAt === leavesAt(now, windowMs);
    const summed = (isKept ? null : sumUp.get(key, windowMs, first, last, now)) ?? NOTHING;
    const rest = isKept ? kept : summed;
    const current = selectOne.get(key, windowMs, now) ?? ZERO;

    const { counted, change } =
      countInSums({ current, rest }, count, at) ?? countIn(bucketsOf(count), count, at);
    if (change === null) return counted;
    const { bucket, used, approved, expiresAt } = change;
    // A count that was given back leaves no row: refused requests must not fill the disk (threat V29).
    if (used === 0 && approved === 0) remove.run(key, windowMs, bucket);
    else upsert.run(key, windowMs, bucket, used, approved, expiresAt);
    if (!isKept && (kept !== null || summed.buckets >= MANY))
      upsert.run(key, windowMs, REST, rest.used, rest.approved, expiresAt);
    return counted;
  };
  const bucketsOf = ({ key, windowMs }: Count) =>
    new Map(selectAll.all(key, windowMs).map(({ bucket, ...sums }) => [bucket, sums] as const));

  const countAll = (counts: readonly Count[], at: EpochMs) => counts.map((count) => countOne(count, at));
  // Reads need no writer's lock. One transaction shows them one state of the file.
  const readAll = db.transaction(countAll);
  return {
    count: (counts, at) =>
      counts.some(({ amount }) => amount !== 0)
        ? inGroup(() => countAll(counts, at))
        : whenUnlocked(() => guarded(() => readAll.deferred(counts, at))),
  };
}
