/** `ramz dev`: Ramz with its real providers and simulated vendors on this machine. It needs no account and sends nothing. */
import type { Inbox } from "../../../adapters/providers/_kit/dev-inbox.ts";
import type { Ramz } from "../../composition/compose.ts";
import { findProblems } from "../../composition/configured-parts.ts";
import { createInbox, fetchFromSimulators, printLine } from "../../composition/open-adapters.ts";
import { fileVariableOf } from "../../config/mounted-secrets.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { fail, refuse } from "../fail.ts";
import { tryCompose } from "../open-ramz.ts";
import { createSimulatedPhones, type SimulatedPhones } from "./simulated-phones.ts";
import { howToWrite, KEY, type RunningVendor, SIMULATORS, startVendors } from "./simulated-vendors.ts";
import { firstCall } from "../serve/greeting.ts";
import { serveUntilStopped } from "../serve/serve-until-stopped.ts";
import type { Environment } from "../../config/setting.ts";

export interface DevOptions {
  readonly with?: string;
  readonly json?: boolean;
}

type Vendors = readonly [RunningVendor, ...RunningVendor[]];

export async function devCommand({ with: simulated, json = false }: DevOptions): Promise<void> {
  if (simulated === undefined)
    return refuse(
      `Write: ramz dev --with ${SIMULATORS[0]}. ${howToWrite()} To show codes without a simulated vendor: ramz serve.`,
    );
  if (process.env["NODE_ENV"] === "production")
    return fail([
      "NODE_ENV is production, but ramz dev shows codes instead of sending them. Unset NODE_ENV, or run ramz serve.",
    ]);
  const inbox = createInbox();
  const phones = createSimulatedPhones(printLine, inbox);
  const started = await startVendors(simulated, phones.receive);
  if (started.kind === "problem") return fail([started.problem]);
  const { vendors } = started;
  const problems = await serveWith(vendors, { inbox, phones }, json);
  if (problems.length === 0) return;
  await stopAll(vendors);
  fail(problems);
}

/** Serves until stopped, or returns the problems that prevent it. */
async function serveWith(
  vendors: Vendors,
  { inbox, phones }: { readonly inbox: Inbox; readonly phones: SimulatedPhones },
  json: boolean,
): Promise<readonly string[]> {
  const chain = vendors.flatMap((vendor) => vendor.chain);
  const env = simulatedEnvironment(vendors, chain);
  const { kind, config: written, problems } = loadConfig(env);
  const config = simulatedChains(written, chain);
  if (kind === "problems") return [...problems, ...(await findProblems(config, env))];
  const composed = await tryCompose(config, env, {
    watch: phones.handOver,
    inbox,
    fetch: fetchFromSimulators(simulatorsByOrigin(vendors)),
  });
  if (composed.kind === "problems") return composed.problems;
  const { ramz } = composed;
  async function close(): Promise<void> {
    await ramz.close();
    await stopAll(vendors);
  }
  await serveUntilStopped({ ...ramz, close }, config, ({ url }) =>
    json ? printLine(JSON.stringify(addresses(url, vendors))) : printGreeting(url, vendors, ramz, config),
  );
  return [];
}

async function stopAll(vendors: Vendors): Promise<void> {
  await Promise.all(vendors.map(({ simulator }) => simulator.stop()));
}

/** Where calls to hosts of these vendors go instead. */
function simulatorsByOrigin(vendors: Vendors): ReadonlyMap<string, string> {
  return new Map(
    vendors.flatMap(({ origins, simulator }) =>
      [...(origins ?? [])].map((origin): [string, string] => [origin, simulator.url]),
    ),
  );
}

/** The environment with the simulators' addresses and placeholder keys, so that no real account is used. */
function simulatedEnvironment(vendors: Vendors, chain: readonly string[]): Environment {
  const own = vendors.flatMap(({ env, simulator }) => Object.entries(env(simulator.url)));
  // A file that a variable could name instead would hold a real key.
  const files = own.map(([variable]) => [fileVariableOf(variable), undefined]);
  const countries = [...new Set(vendors.flatMap((vendor) => vendor.countries ?? ["IR"]))];
  return {
    ...(countries.join() !== "IR" && { OTP_COUNTRIES: countries.join() }),
    ...process.env,
    RAMZ_PROVIDERS: chain.join(),
    ...Object.fromEntries(own),
    ...Object.fromEntries(files),
  };
}

/** The settings with this chain for every app and without options of the file, because either could lead to a real vendor. */
function simulatedChains(config: Config, chain: readonly string[]): Config {
  const apps = config.apps.map((app) => ({
    ...app,
    providers: chain,
    chains: [],
    providerOptions: {},
    ownOptions: {},
  }));
  return { ...config, providers: chain, chains: [], apps };
}

/** Those of the first simulator stand beside Ramz's own, too: most often there is one. */
export function addresses(url: URL, vendors: Vendors) {
  const [first, ...others] = vendors;
  const { simulator, key, behave, outbox } = addressesOf(first);
  const simulators = [first, ...others].map(addressesOf);
  return { ramz: url.origin, inbox: `${url.origin}/dev/inbox`, simulator, key, behave, outbox, simulators };
}

function addressesOf({ name, simulator: { url } }: RunningVendor) {
  return {
    name,
    simulator: url,
    key: KEY,
    behave: `${url}/_control/behave`,
    outbox: `${url}/_control/outbox`,
  };
}

function printGreeting(url: URL, vendors: Vendors, ramz: Ramz, config: Config): void {
  printLine(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  for (const { title, owns, simulator } of vendors) {
    printLine(`The simulated ${title} listens on ${simulator.url}. Nothing is sent.`);
    printLine(`Its API key is ${KEY}, ${owns}.`);
  }
  printLine(`Messages that reach a phone are shown here and at ${url.origin}/dev/inbox`);
  const call = firstCall(url, ramz, config);
  if (call !== null) printLine(`Send a code:\n  ${call}`);
  const { does, order } = exampleFault(vendors);
  printLine(does);
  printLine(`  curl ${addressesOf(vendors[0]).behave} -d '${order}'`);
}

/** With one vendor its second provider takes over, with several the second vendor. */
function exampleFault([first, second]: Vendors): RunningVendor["fault"] {
  if (second === undefined) return first.fault;
  return {
    does: `Let ${first.title} refuse the account, so that ${second.title} sends the codes:`,
    order: first.accountRefused,
  };
}
