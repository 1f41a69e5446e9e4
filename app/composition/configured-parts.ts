/** The parts whose settings can be checked only by opening them: chains of providers, and lists of numbers. */
import { systemClock } from "../../adapters/system/clock.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor } from "../../domain/redaction.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import { type NumberLists, readNumberLists } from "./number-lists.ts";
import { type Chain, type ChainSurroundings, openChains } from "./provider-chains.ts";

export type ConfiguredParts =
  | { readonly kind: "opened"; readonly chains: readonly Chain[]; readonly lists: NumberLists }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Opens them, or reports the problems of all of them. */
export async function openConfiguredParts(
  config: Config,
  surroundings: ChainSurroundings,
  clock: Clock,
): Promise<ConfiguredParts> {
  const { lists, problems } = readNumberLists(config, clock.now());
  const opened = await openChains(config, surroundings);
  if (opened.kind === "problems") return { kind: "problems", problems: [...problems, ...opened.problems] };
  if (problems.length > 0) return { kind: "problems", problems };
  return { kind: "opened", chains: opened.chains, lists };
}

/** The problems that would stop `compose`, besides those of the settings themselves. Opens no store and calls no provider. */
export async function findProblems(config: Config, env: Environment): Promise<readonly string[]> {
  const host = { clock: systemClock, fetch, print() {}, keep() {} };
  const surroundings = { env, host, redactor: createRedactor(), replacements: undefined };
  const parts = await openConfiguredParts(config, surroundings, systemClock);
  return parts.kind === "problems" ? parts.problems : [];
}
