/** `ramz replay`: tests other guard settings on the decisions in a log, before they are put in force. */
import type { GuardRules } from "../../../domain/rate-limits/pumping-guard.ts";
import type { Recorded } from "../../../domain/rate-limits/guard-replay-records.ts";
import { replay } from "../../../domain/rate-limits/guard-replay.ts";
import type { RateLimitRules } from "../../../domain/rate-limits/quotas.ts";
import { loadConfig } from "../../config/load.ts";
import { fail, messageOf, refuse } from "../fail.ts";
import { compare, type Comparison } from "./compare.ts";
import { readLog } from "./read-log.ts";
import { printRoutes, replayRoutes } from "./routes.ts";
import { printComparison } from "./print.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import type { Dimension } from "../../../domain/rate-limits/rule.ts";

/** Settings that differ from those in force, as options of the command line. */
export type ReplayOptions = Readonly<Partial<Record<`${Dimension}Floor`, number>>> & {
  readonly tolerancePercent?: number;
  readonly windowMinutes?: number;
  readonly rialPerMessage?: number;
  readonly json?: boolean;
};

/** Exit code 1 when there is nothing to replay. Uses no store and no provider. */
export async function replayCommand(files: readonly string[], options: ReplayOptions): Promise<void> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) return fail(problems);
  const read = await readLog(files, process.stdin).catch((error: unknown) => messageOf(error));
  if (typeof read === "string") return refuse(`The log cannot be read: ${read}.`);
  const { records, routed } = read;
  const routes = replayRoutes(routed);
  if (!records.some(({ event }) => event === "send.decided")) {
    if (routed.length > 0)
      return console.log(options.json === true ? JSON.stringify({ routes }, null, 2) : printRoutes(routes));
    return refuse(
      "There is no decision in this log. Use the JSON lines of a Ramz with RAMZ_GUARD set to enforce or monitor.",
    );
  }
  const guard = guardWith(config.quotas.guard, options);
  const compared = await replayWith(records, config.quotas, options);
  const isRouted = routed.length > 0;
  if (options.json === true)
    console.log(JSON.stringify({ ...compared, ...(isRouted && { routes }) }, null, 2));
  else console.log(printComparison(compared, guard) + (isRouted ? `\n\n${printRoutes(routes)}` : ""));
}

/** Compares what the records say with what the guard would do with these options. */
export async function replayWith(
  records: readonly Recorded[],
  { guard, rialPerMessage }: Pick<RateLimitRules, "guard" | "rialPerMessage">,
  options: ReplayOptions,
): Promise<Comparison> {
  return compare(await replay(records, guardWith(guard, options)), options.rialPerMessage ?? rialPerMessage);
}

/** The guard in force, changed by the options. In a replay it always enforces. */
function guardWith(guard: GuardRules, options: ReplayOptions): GuardRules {
  const { windowMs, floor, perApproval } = guard;
  const { windowMinutes, tolerancePercent } = options;
  return {
    ...guard,
    mode: "enforce",
    windowMs: windowMinutes === undefined ? windowMs : windowMinutes * MINUTE_MS,
    perApproval: tolerancePercent === undefined ? perApproval : tolerancePercent / 100,
    floor: {
      block: options.blockFloor ?? floor.block,
      operator: options.operatorFloor ?? floor.operator,
      subnet: options.subnetFloor ?? floor.subnet,
      app: options.appFloor ?? floor.app,
      address: options.addressFloor ?? floor.address,
      caller: options.callerFloor ?? floor.caller,
    },
  };
}
