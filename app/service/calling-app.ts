import type { Otp } from "../../domain/otp.ts";
import type { Policy } from "../../domain/ledger/policy.ts";
import type { Hint } from "../../domain/delivery/provider.ts";

/** One calling application: its use cases, and the little that is needed beside them. */
export interface App {
  readonly name: string;
  readonly otp: Otp;
  readonly policy: Policy;
  /** Origins whose pages may call it from a browser. */
  readonly origins: readonly string[];
  /** What its requests may be counted by, e.g. `device`. */
  readonly callerLimits: readonly string[];
  /** The number of a search in canonical form; null when it is none, or not served here. */
  canonical(to: string): string | null;
  /** What a provider's reason means and what to do. */
  explain(provider: string, reason: string): Hint | null;
}
