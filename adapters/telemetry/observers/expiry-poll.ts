/**
 * Learns how verifications end, for the conversion metric. An expiry is nobody's request, so each verification started here is
 * looked up once after its code's life, unless it was seen to end before. Other processes' approvals count that way too.
 */
import type { Clock } from "../../../domain/ports.ts";
import type { ReadVerdict } from "../../../domain/verdicts.ts";
import type { Status } from "../../../domain/ledger/verification.ts";
import type { EpochMs } from "../../../domain/time.ts";

/** Verifications followed at most; beyond that new ones are not counted, so that a flood cannot fill the memory. */
const FOLLOWED_MAX = 100_000;
const LOOK_EVERY_MS = 5_000;
/** Looked up in one go, so that the metric never competes with requests. */
const LOOKED_UP_AT_ONCE = 200;

export interface ExpiryWatch {
  follow(id: string, app: string, expiresAt: EpochMs): void;
  /** The verification was seen to end here, so it needs no look. */
  ended(id: string, status: Status): void;
  stop(): void;
}

export function watchExpiry(
  clock: Clock,
  read: (command: { readonly app: string; readonly id: string }) => Promise<ReadVerdict>,
  onEnd: (status: Status) => void,
): ExpiryWatch {
  const followed = new Map<string, { readonly app: string; readonly expiresAt: EpochMs }>();

  let looking = false;

  /** Skipped while the last one still waits for the store, which must not be asked ever more by a metric. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const [id, app] of due()) {
        // It may have been seen to end since.
        if (!followed.delete(id)) continue;
        // A store in trouble costs a count, nothing more.
        const verdict = await read({ app, id }).catch(() => null);
        if (verdict?.kind === "found") onEnd(verdict.verification.status);
      }
    } finally {
      looking = false;
    }
  }

  /** Every code lives equally long, so those that are due come first. */
  function due(): readonly (readonly [id: string, app: string])[] {
    const found: [string, string][] = [];
    for (const [id, { app, expiresAt }] of followed) {
      if (expiresAt >= clock.now() || found.length === LOOKED_UP_AT_ONCE) break;
      found.push([id, app]);
    }
    return found;
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();

  return {
    follow(id, app, expiresAt) {
      if (followed.size < FOLLOWED_MAX || followed.has(id)) followed.set(id, { app, expiresAt });
    },
    ended(id, status) {
      if (followed.delete(id)) onEnd(status);
    },
    stop: () => clearInterval(timer),
  };
}
