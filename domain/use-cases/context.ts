/** What the use cases work with. */
import type { ChainRule } from "../delivery/chain-rules.ts";
import type { Breakers } from "../delivery/circuit-breaker.ts";
import type { Bulkheads } from "../delivery/bulkhead.ts";
import type { DeliveryObserver } from "../delivery/observer.ts";
import type { Provider } from "../delivery/provider.ts";
import type { ResendOrder } from "../delivery/resend-order.ts";
import type { Policy } from "../ledger/policy.ts";
import type { PendingVerification } from "../ledger/verification.ts";
import type { Clock, ProofSigner, Random, Secrets } from "../ports.ts";
import type { Outcomes } from "../routing/outcomes.ts";
import type { Routing } from "../routing/routing.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import type { Numbering, RecipientRules } from "../recipient/recipient.ts";
import type { TestNumbers } from "../recipient/test-number.ts";
import type { LedgerStore } from "../storage/store.ts";
import type { Feedback } from "./receipts/feedback.ts";
import type { Carriers } from "./receipts/carriers.ts";
import type { AppReceipts } from "./receipts/receipts.ts";
import type { Challenges } from "./challenges.ts";
import type { Aliases } from "./aliases.ts";
import type { SendsInFlight } from "./sends-in-flight.ts";

/** The ports and rules of one app. */
export interface OtpPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly numbering: Numbering;
  readonly store: LedgerStore;
  readonly proofs: ProofSigner;
  /** The chain for every send that none of `chains` is for, in its order. */
  readonly providers: readonly Provider[];
  /** The chains for certain sends, the most specific first. */
  readonly chains: readonly ChainRule[];
  readonly resendOrder: ResendOrder;
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  readonly breakers: Breakers;
  readonly observer: DeliveryObserver;
  /** Shared by all apps of the process: a vendor account does not know apps. */
  readonly bulkheads: Bulkheads;
  readonly rateLimiter: RateLimiter;
  readonly testNumbers: TestNumbers;
  /** Shared by all apps of the process. */
  readonly receipts: AppReceipts;
  readonly carriers: Carriers;
  readonly feedback: Feedback;
  readonly outcomes: Outcomes;
  readonly routing: Routing;
  readonly sendsInFlight: SendsInFlight;
  readonly challenges: Challenges;
  readonly aliases: Pick<Aliases, "keep">;
  /** Takes work that no caller waits for any more, and reports its errors. */
  readonly background: (work: Promise<unknown>) => void;
}

/** The ports, with what the use cases of one process share. For a test number, `forRecipient` replaces some of it. */
export interface OtpContext extends OtpPorts {
  /** The recipient is a test number. Its right guesses are not counted, so that a test suite can run as often as it likes. */
  readonly isTestNumber: boolean;
  /** The code of a verification. Throws when its secret is not configured. */
  readonly codeOf: (verification: PendingVerification) => string;
}
