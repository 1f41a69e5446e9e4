/** Single adapters, for compose and for commands that need nothing else. */
import { dirname, join } from "node:path";
export { createInbox } from "../../adapters/providers/_kit/dev-inbox.ts";
export { addUp, prometheusText } from "../../adapters/telemetry/sdk/added-metrics.ts";
import { builtInNames } from "../../adapters/providers/_kit/load.ts";
import { presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { QUESTIONS, type Skeleton, skeletonOf } from "../../adapters/providers/http/_recipe/skeleton.ts";
import type {
  GhasedakSimulator,
  SimulatorOptions as GhasedakOptions,
} from "../../adapters/providers/ghasedak/_simulator/api.ts";
import type { SimulatedRecipe } from "../../adapters/providers/http/_simulator/api.ts";
import { ledFetch } from "../../adapters/providers/http/_simulator/led-fetch.ts";
import type {
  IpPanelSimulator,
  SimulatorOptions as IpPanelOptions,
} from "../../adapters/providers/ippanel/_simulator/api.ts";
import type {
  KavenegarSimulator,
  SimulatorOptions,
} from "../../adapters/providers/kavenegar/_simulator/api.ts";
import type {
  SimulatorOptions as SmsIrOptions,
  SmsIrSimulator,
} from "../../adapters/providers/smsir/_simulator/api.ts";
import type { UnreachableNode } from "../../adapters/stores/redis/announced-nodes.ts";
import type { RedisOptions } from "../../adapters/stores/redis/options.ts";
import type { Advice } from "../../adapters/stores/redis/server-advice.ts";
import { openSqlite } from "../../adapters/stores/sqlite.ts";
import { systemClock } from "../../adapters/system/clock.ts";
import { systemRandom } from "../../adapters/system/random.ts";
import { readOrCreateSecret } from "../../adapters/system/secret-file.ts";
import { createLog, type Log } from "../../adapters/telemetry/log/log.ts";
import { standardOutput } from "../../adapters/telemetry/log/standard-output.ts";
import type { Clock } from "../../domain/ports.ts";
import { createRedactor, type Redact, type Redactor } from "../../domain/redaction.ts";
import type { Store } from "../../domain/storage/store.ts";
import { newKey, newPlainKey } from "../access/api-keys.ts";
import type { Config, StoreConfig } from "../config/resolve.ts";
import type { RedisConfig } from "../config/store-url.ts";

/** A store, with advice about the settings of the server behind it. */
export interface OpenedStore extends Store {
  advise(): Promise<readonly Advice[]>;
}

/** Throws StoreUnavailable when a file cannot be opened. Redis connects in the background. The passwords become secrets of `redactor`. */
export async function openStore(
  store: StoreConfig,
  clock: Clock = systemClock,
  { add, redact }: Redactor = createRedactor(),
): Promise<OpenedStore> {
  if (store.kind === "sqlite") return { ...openSqlite({ path: store.path, clock }), advise: async () => [] };
  // Loaded only where it is used: the Redis client is the largest package.
  const { openRedis } = await import("../../adapters/stores/redis.ts");
  const options = redisOptionsOf(store, redact);
  add(...[options.password, options.sentinelPassword].filter((secret) => secret !== null));
  return openRedis(options);
}

/** The nodes that a Cluster announces at addresses which cannot be reached from here; none of any other store. */
export async function unreachableNodes(store: StoreConfig): Promise<readonly UnreachableNode[]> {
  if (store.kind === "sqlite" || store.topology !== "cluster") return [];
  const announced = await import("../../adapters/stores/redis/announced-nodes.ts");
  return announced.unreachableNodes(redisOptionsOf(store, createRedactor().redact));
}

function redisOptionsOf(store: RedisConfig, redact: Redact): RedisOptions {
  const password = store.password?.reveal() ?? null;
  const sentinelPassword = store.sentinelPassword?.reveal() ?? null;
  return { ...store, password, sentinelPassword, redact };
}

/** The log of the process, with what `redact` knows taken out of it. */
export function openLog(redact: Redact = (text) => text): Promise<Log> {
  return createLog({ redact, output: standardOutput() });
}

/** Prints a line to standard output, in order with the lines of the log. Never waits for a reader. */
export function printLine(text: string): void {
  standardOutput().write(`${text}\n`);
}

/** Resolves once everything logged and printed is written, or after two seconds. Await it before the process ends. */
export function flushOutput(): Promise<void> {
  return standardOutput().flush();
}

/** The configured secrets; without any, one that is kept beside the store's file, or lives as long as a store in memory. */
export function openSecrets({ secrets, store }: Config): readonly [string, ...string[]] {
  if (secrets !== null) {
    const [current, ...older] = secrets;
    return [current.reveal(), ...older.map((secret) => secret.reveal())];
  }
  if (store.kind !== "sqlite" || store.path === ":memory:") return [systemRandom.token(48)];
  return [readOrCreateSecret(join(dirname(store.path), "ramz.secret"))];
}

/** A new key for an app, from the operating system's randomness. `plain`: of letters and digits alone. */
export function drawKey(plain: boolean): string {
  return plain ? newPlainKey(systemRandom) : newKey(systemRandom);
}

/** The names of the providers that come with Ramz. */
export function builtInProviders(): readonly string[] {
  return builtInNames();
}

/** The names of the recipes that come with Ramz. */
export function builtInRecipes(): readonly string[] {
  return presetNames();
}

/** What is asked for a new recipe, in this order, each with an example of an answer. */
export const RECIPE_QUESTIONS = QUESTIONS;

/** The first version of a recipe, from the answers to `RECIPE_QUESTIONS`. */
export function newRecipe(answers: readonly string[]): Skeleton {
  return skeletonOf(answers);
}

/** Starts a simulated Kavenegar on this machine: a real HTTP server that sends no messages. */
export async function startKavenegarSimulator(options: SimulatorOptions): Promise<KavenegarSimulator> {
  const simulator = await import("../../adapters/providers/kavenegar/_simulator/simulator.ts");
  return simulator.startKavenegarSimulator(options);
}

/** As above, for SMS.ir. */
export async function startSmsIrSimulator(options: SmsIrOptions): Promise<SmsIrSimulator> {
  const simulator = await import("../../adapters/providers/smsir/_simulator/simulator.ts");
  return simulator.startSmsIrSimulator(options);
}

/** As above, for Ghasedak. */
export async function startGhasedakSimulator(options: GhasedakOptions): Promise<GhasedakSimulator> {
  const simulator = await import("../../adapters/providers/ghasedak/_simulator/simulator.ts");
  return simulator.startGhasedakSimulator(options);
}

/** As above, for IPPanel. */
export async function startIpPanelSimulator(options: IpPanelOptions): Promise<IpPanelSimulator> {
  const simulator = await import("../../adapters/providers/ippanel/_simulator/simulator.ts");
  return simulator.startIpPanelSimulator(options);
}

/** As above, for the vendor of a recipe that comes with Ramz; every secret of its account is `key`. */
export async function simulatedRecipe(name: string, key: string): Promise<SimulatedRecipe> {
  const simulator = await import("../../adapters/providers/http/_simulator/simulator.ts");
  return simulator.simulatedRecipe(name, key);
}

/** `fetch` that leads calls to vendors' own hosts to their simulators: `simulators` are addresses by origin. */
export const fetchFromSimulators = ledFetch;
