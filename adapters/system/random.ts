import { randomBytes } from "node:crypto";
import type { Random } from "../../domain/ports.ts";

/** The operating system's cryptographically secure source. */
export const systemRandom: Random = {
  token: (byteCount) => randomBytes(byteCount).toString("base64url"),
};
