/** What the use cases work with. */
import type { Clock, Random, Secrets, ProofSigner } from "../ports.ts";
import type { Numbering, RecipientRules } from "../recipient/recipient.ts";
import type { LedgerStore } from "../storage/store.ts";
import type { Provider } from "../delivery/provider.ts";
import type { Policy } from "../ledger/policy.ts";
import type { Breakers } from "../delivery/circuit-breaker.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import type { TestNumbers } from "../recipient/test-number.ts";
import type { SendsInFlight } from "./sends-in-flight.ts";

/** What the use cases work with. All of them throw StoreUnavailable when the store does not answer. */
export interface OtpPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly numbering: Numbering;
  readonly store: LedgerStore;
  readonly proofs: ProofSigner;
  readonly providers: readonly Provider[];
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  readonly breakers: Breakers;
  readonly rateLimiter: RateLimiter;
  readonly testNumbers: TestNumbers;
}

/** The ports with what the use cases share among themselves. */
export interface OtpContext extends OtpPorts {
  readonly sendsInFlight: SendsInFlight;
}
