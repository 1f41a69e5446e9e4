import { randomFillSync } from "node:crypto";
import type { Random } from "../../domain/ports.ts";

/** Drawn at once and used piece by piece: a request needs three small tokens, and each draw is a system call. */
const POOL_BYTES = 4_096;

/** The operating system's cryptographically secure source. No byte is used twice. */
export const systemRandom: Random = pooledRandom();

function pooledRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    token(byteCount) {
      if (byteCount > POOL_BYTES) return randomFillSync(Buffer.alloc(byteCount)).toString("base64url");
      if (used + byteCount > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const token = pool.toString("base64url", used, used + byteCount);
      pool.fill(0, used, used + byteCount);
      used += byteCount;
      return token;
    },
  };
}
