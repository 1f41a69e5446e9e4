/** What operators see of the service beyond one number, and what they can do there. */
import type { Finding } from "../../adapters/providers/_kit/plugin.ts";
import type { Orders } from "../../domain/orders/orders.ts";
import type { BudgetUse } from "../../domain/rate-limits/budget-use.ts";
import type { EpochMs } from "../../domain/time.ts";
import type { CurrentSuspicion } from "../../domain/use-cases/operators/suspicions.ts";
import type { Language } from "../language/language.ts";
import type { ProcessHealth } from "./process-health.ts";
import type { SendResult } from "./test-send.ts";

/** One chain of providers as operators see it. */
export interface OperatedChain {
  readonly apps: readonly string[];
  /** Their labels, in the order of the chain, e.g. `shop:kavenegar/verify`. */
  readonly providers: readonly string[];
}

/** What a provider found out about itself and its account. */
export interface ExaminedProvider {
  readonly provider: string;
  /** Null when it has no examination. */
  readonly findings: readonly Finding[] | null;
}

export interface Examination {
  readonly at: EpochMs;
  readonly providers: readonly ExaminedProvider[];
}

export interface TestSend {
  readonly app: string;
  /** The label of the one provider to use; null for the chain of the app, as a start would walk it. */
  readonly provider: string | null;
  /** In canonical form. */
  readonly to: string;
  readonly language: Language;
}

/** Methods that read the store throw StoreUnavailable. */
export interface Operations {
  /** Every chain of every app, chains for certain sends included. */
  readonly chains: readonly OperatedChain[];
  /** What was ordered, as this process knows it. */
  orders(): Orders;
  /** Obeys at once what was just recorded in the trail. Other processes do within two seconds. */
  obey(): Promise<void>;
  /** This process, as it is now. */
  health(): Promise<ProcessHealth>;
  /** Every process that lives, this one first. */
  processes(): Promise<readonly ProcessHealth[]>;
  /** Asks every vendor about its account. The answers are kept for a minute. */
  examine(): Promise<Examination>;
  /** The answers of the last minute; null when nothing was asked. */
  examined(): Examination | null;
  suspicions(): Promise<readonly CurrentSuspicion[]>;
  budgets(): Promise<readonly BudgetUse[]>;
  /** Sends a real message. Limits of the number do not hold it up; budgets do, and count it. Null when there is no such app or provider. */
  testSend(test: TestSend): Promise<SendResult | null>;
  /** Follows the orders and lets the other processes know of this one, until `stop`. */
  start(): void;
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>;
}
