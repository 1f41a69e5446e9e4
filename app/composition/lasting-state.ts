/** What outlives a change of the configuration: sends and calls under way, and what is known of providers that stay as they are. */
import { type BulkheadRules, type Bulkheads, createBulkheads } from "../../domain/delivery/bulkhead.ts";
import { type Breakers, createBreakers } from "../../domain/delivery/circuit-breaker.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import { createFeedback, type Feedback } from "../../domain/use-cases/receipts/feedback.ts";
import type { Receipts } from "../../domain/use-cases/receipts/receipts.ts";
import { createSendsInFlight, type SendsInFlight } from "../../domain/use-cases/sends-in-flight.ts";
import { type Background, createBackground } from "./background.ts";
import { createExaminations, type Examinations } from "./examinations.ts";
import { createOperators, type OperatorParts, type Operators } from "./operators.ts";
import type { Chain } from "./provider-chains.ts";

export interface LastingState {
  /** Messages that wait for a receipt wait on. */
  readonly receipts: Receipts;
  /** Names among those of all chains, of providers before a change, too: their messages may still be waited for. */
  readonly labels: WeakMap<Provider, string>;
  /** Whose chains an app has, by its name, as `Chain` says it. Those before a change, too. */
  readonly owners: Map<string, Chain["owner"]>;
  readonly feedback: Feedback;
  readonly background: Background;
  readonly examinations: Examinations;
  /** Made when it is first needed: only where the console is served. */
  operators(): Operators;
  /** A cancel stops a send that began before the change, too. */
  readonly sendsInFlight: SendsInFlight;
  /** The same as before if the rules are. */
  bulkheads(rules: BulkheadRules): Bulkheads;
  /** For each chain its breakers: those it had if its settings and accounts are the same. Others are forgotten. */
  breakers(chains: readonly Chain[]): ReadonlyMap<Chain, Breakers>;
  /** Stops examinations. Resolves when no work is under way that requests do not wait for. */
  settle(): Promise<void>;
}

export type LastingParts = Omit<OperatorParts, "background"> &
  Pick<LastingState, "receipts" | "labels" | "owners">;

export function createLastingState({ receipts, labels, owners, ...parts }: LastingParts): LastingState {
  const { clock, report } = parts;
  const feedback = createFeedback(clock);
  const background = createBackground(report);
  const examinations = createExaminations(clock);
  let rulesBefore = "";
  let bulkheads: Bulkheads | null = null;
  let operators: Operators | null = null;
  let breakersBefore = new Map<string, Breakers>();
  return {
    receipts,
    labels,
    owners,
    feedback,
    background,
    examinations,
    sendsInFlight: createSendsInFlight(),
    operators: () => (operators ??= createOperators({ ...parts, background })),
    bulkheads(rules) {
      const text = JSON.stringify(rules);
      if (bulkheads === null || text !== rulesBefore) bulkheads = createBulkheads(rules, clock);
      rulesBefore = text;
      return bulkheads;
    },
    breakers(chains) {
      const present = chains.map((chain) => {
        const settings = settingsOf(chain);
        return { chain, settings, breakers: breakersBefore.get(settings) ?? createBreakers() };
      });
      breakersBefore = new Map(present.map(({ settings, breakers }) => [settings, breakers]));
      return new Map(present.map(({ chain, breakers }) => [chain, breakers]));
    },
    async settle() {
      // One that hangs would hold up the end for its whole time-out.
      void examinations.stop();
      await Promise.all([feedback.settled(), background.settled()]);
    },
  };
}

/** An account has another name with another key, also where the key comes from a file. */
function settingsOf({ settings, opened }: Chain): string {
  return [settings, ...opened.map(({ provider }) => provider.account)].join("\n");
}
