/** What the composition root hands to those who serve Ramz: the use cases and the little they need beside them. */
import type { Channel, Hint } from "../domain/delivery.ts";
import type { Otp } from "../domain/otp.ts";
import type { Policy } from "../domain/policy.ts";

/** A message as the development inbox shows it. */
export interface SentMessage {
  readonly to: string;
  readonly code: string;
  readonly channel: Channel;
  readonly verificationId: string;
  readonly sentAt: number;
  readonly expiresAt: number;
}

export interface Readiness {
  readonly store: "up" | "down";
  /** Whether each provider may be called, by name. */
  readonly providers: Readonly<Record<string, "able" | "resting">>;
}

export interface Service {
  readonly otp: Otp;
  readonly policy: Policy;
  readiness(): Promise<Readiness>;
  /** What a provider's reason means and what to do. */
  explain(provider: string, reason: string): Hint | null;
  /** Public keys that proofs are signed with (RFC 7517). */
  readonly jwks: unknown;
  /** Messages shown instead of sent, newest first; null unless in console mode. */
  readonly inbox: ((to?: string) => readonly SentMessage[]) | null;
  /** The number of a search in canonical form; null when it is none. */
  canonical(to: string): string | null;
  /** Told of what should not have happened, with the trace it happened in. */
  report(error: unknown, traceId: string): void;
}
