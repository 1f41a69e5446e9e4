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

/** Requests that are traced, by use case (design §6.3). */
export type RequestSpan = "otp.start" | "otp.check" | "otp.cancel" | "otp.read";

export interface Readiness {
  readonly store: "up" | "down";
  /** Whether each provider may be called, by name. */
  readonly providers: Readonly<Record<string, "able" | "resting">>;
}

export interface Service {
  readonly otp: Otp;
  readonly policy: Policy;
  /** The time the use cases go by, in milliseconds since 1970. */
  now(): number;
  readiness(): Promise<Readiness>;
  /** What a provider's reason means and what to do. */
  explain(provider: string, reason: string): Hint | null;
  /** Public keys that proofs are signed with (RFC 7517). */
  readonly jwks: unknown;
  /** Messages shown instead of sent, newest first; null unless in console mode. */
  readonly inbox: ((to?: string) => readonly SentMessage[]) | null;
  /** The number of a search in canonical form; null when it is none. */
  canonical(to: string): string | null;
  /** Runs the work of a request as one span, joined to the caller's trace. */
  request(
    name: RequestSpan,
    request: Request,
    work: (traceId: string) => Promise<Response>,
  ): Promise<Response>;
  /** The metrics in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Told of what should not have happened, with the trace it happened in. */
  report(error: unknown, traceId: string): void;
}
