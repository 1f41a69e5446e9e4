/** The parts whose settings can be checked only by opening them: chains of providers, lists of numbers, and hooks. */
import type { OpenedProvider } from "../../adapters/providers/_kit/create.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor } from "../../domain/redaction.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import { type NumberLists, readNumberLists } from "./number-lists.ts";
import { type OpenedHooks, openHooks } from "./open-hooks.ts";
import { type Chain, type ChainSurroundings, openChains } from "./provider-chains.ts";

/** What the process can tell of a configuration before it is used. */
export interface ConfigFacts {
  /** Calls that may be under way at once at each vendor account. */
  readonly accountPlaces: readonly number[];
  /** Codes are shown instead of sent. */
  readonly consoleMode: boolean;
}

/** Problems of the process with these facts. */
export type ExamineFacts = (facts: ConfigFacts) => readonly string[];

export interface OpenedParts extends ConfigFacts {
  readonly kind: "opened";
  readonly config: Config;
  readonly chains: readonly Chain[];
  readonly lists: NumberLists;
  readonly hooks: OpenedHooks;
}

export type ConfiguredParts =
  OpenedParts | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Opens them, or reports the problems of all of them. */
export async function openConfiguredParts(
  config: Config,
  surroundings: ChainSurroundings,
  clock: Clock,
  examine: ExamineFacts = () => [],
): Promise<ConfiguredParts> {
  const { lists, problems: ofLists } = readNumberLists(config, clock.now());
  const { hooks, problems: ofHooks } = await openHooks(config.apps, surroundings.redactor);
  const problems = [...ofLists, ...ofHooks];
  const opened = await openChains(config, surroundings);
  if (opened.kind === "problems") return { kind: "problems", problems: [...problems, ...opened.problems] };
  const providers = opened.chains.flatMap((chain) => chain.opened);
  const facts: ConfigFacts = {
    accountPlaces: accountPlacesOf(providers, config.bulkheads.callsPerAccount),
    consoleMode: providers.some(({ developmentOnly }) => developmentOnly),
  };
  const all = [...problems, ...examine(facts)];
  if (all.length > 0) return { kind: "problems", problems: all };
  return { kind: "opened", config, chains: opened.chains, lists, hooks, ...facts };
}

/** For each account, the most calls that one of its providers may have under way. */
function accountPlacesOf(providers: readonly OpenedProvider[], callsPerAccount: number): readonly number[] {
  const byAccount = Map.groupBy(providers, ({ provider }) => provider.account);
  return [...byAccount.values()].map((same) =>
    Math.max(...same.map(({ provider }) => provider.maxCalls ?? callsPerAccount)),
  );
}

/** The problems that would stop `compose`, besides those of the settings themselves. Opens no store and calls no provider. */
export async function findProblems(config: Config, env: Environment): Promise<readonly string[]> {
  const host = { clock: systemClock, fetch, print() {}, keep() {} };
  const surroundings = { env, host, redactor: createRedactor(), replacements: undefined };
  const parts = await openConfiguredParts(config, surroundings, systemClock);
  return parts.kind === "problems" ? parts.problems : [];
}
