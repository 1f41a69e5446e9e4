/** Where outcomes are counted: in metrics always, and in the store where something reads them there. */
import type { Telemetry } from "../../adapters/telemetry/telemetry.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { Clock } from "../../domain/ports.ts";
import type { RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import type { RecipientRules } from "../../domain/recipient/recipient.ts";
import { readFunnel } from "../../domain/routing/funnel.ts";
import { createOutcomeCounts } from "../../domain/routing/outcome-counts.ts";
import { noOutcomes, type Outcomes } from "../../domain/routing/outcomes.ts";
import type { NotedReceipt } from "../../domain/use-cases/receipts/receipt-notes.ts";
import type { Service } from "../service/service.ts";
import type { Background } from "./background.ts";
import { knownOperators } from "./known-operators.ts";
import { type Chain, labelOf } from "./provider-chains.ts";

export interface OutcomeParts {
  readonly windows: RateWindows;
  readonly clock: Clock;
  readonly background: Background;
  readonly tracing: Pick<Telemetry, "outcomes">;
  /** Whether operators read the counts. */
  readonly isRead: boolean;
}

/** The outcomes of the apps that share a chain. */
export function outcomesOf(
  { owner, apps }: Pick<Chain, "owner" | "apps">,
  { windows, clock, background, tracing, isRead }: OutcomeParts,
): Outcomes {
  const label = (provider: string) => labelOf({ owner }, provider);
  const stored = (): Outcomes =>
    createOutcomeCounts({
      windows,
      clock,
      isFunnelRead: isRead,
      labelOf: label,
      background: (work) => background.run(() => work),
    });
  const isLearnedFrom = apps.some(({ routing }) => routing.mode !== "fixed");
  return tracing.outcomes(isRead || isLearnedFrom ? stored() : noOutcomes, label);
}

/** The outcomes of a chain, and the apps that share it. */
interface WithOutcomes extends Pick<Chain, "apps"> {
  readonly outcomes: Outcomes;
}

/** Notes each receipt with the outcomes of its app. */
export function notesReceipts(chains: readonly WithOutcomes[]): (receipt: NotedReceipt) => void {
  const byApp = new Map(chains.flatMap(({ apps, outcomes }) => apps.map(({ name }) => [name, outcomes])));
  return ({ message, receipt }) => {
    const { app, send, provider, operator } = message;
    byApp.get(app)?.received({ send, provider, operator }, receipt.state);
  };
}

export interface FunnelParts extends Pick<RecipientRules, "countries"> {
  readonly chains: readonly (Pick<Chain, "owner"> & { readonly all: readonly Provider[] })[];
  readonly windows: RateWindows;
  readonly clock: Pick<Clock, "now">;
}

/** Reads the funnel of every provider, for every operator under which messages are counted. */
export function funnelOf({ countries, chains, windows, clock }: FunnelParts): Service["funnel"] {
  const operators = knownOperators({ countries, chains });
  const providers = chains.flatMap(({ owner, all }) => all.map(({ name }) => labelOf({ owner }, name)));
  return (hours) => readFunnel(windows, { operators, providers, hours }, clock.now());
}
