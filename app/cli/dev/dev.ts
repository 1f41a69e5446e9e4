/** `ramz dev`: Ramz with its real Kavenegar providers and a simulated vendor on this machine. It needs no account and sends nothing. */
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";
import type { Ramz } from "../../composition/compose.ts";
import { findProblems } from "../../composition/configured-parts.ts";
import { printLine, startKavenegarSimulator } from "../../composition/open-adapters.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { fail, refuse } from "../fail.ts";
import { tryCompose } from "../open-ramz.ts";
import { createSimulatedPhones, type SimulatedPhones } from "./simulated-phones.ts";
import { firstCall } from "../serve/greeting.ts";
import { serveUntilStopped } from "../serve/serve-until-stopped.ts";
import type { Environment } from "../../config/setting.ts";

export interface DevOptions {
  readonly with?: string;
  readonly json?: boolean;
}

/** The value of `--with`. */
export const SIMULATOR = "kavenegar-simulator";
const KEY = "simulator-key";
const TEMPLATE = "verify";
const SENDER = "10008663";
const CHAIN = ["kavenegar/verify", "kavenegar/sms"];

export async function devCommand({ with: simulated, json = false }: DevOptions): Promise<void> {
  if (simulated === undefined)
    return refuse(
      `Write: ramz dev --with ${SIMULATOR}. To show codes without a simulated vendor: ramz serve.`,
    );
  if (simulated !== SIMULATOR)
    return fail([`--with: there is no simulator "${simulated}". Write --with ${SIMULATOR}.`]);
  if (process.env["NODE_ENV"] === "production")
    return fail([
      "NODE_ENV is production, but ramz dev shows codes instead of sending them. Unset NODE_ENV, or run ramz serve.",
    ]);
  const phones = createSimulatedPhones(printLine);
  const simulator = await startKavenegarSimulator({
    keys: [KEY],
    senders: [SENDER],
    onMessage: phones.receive,
  });
  const problems = await serveWith(simulator, phones, json);
  if (problems.length === 0) return;
  await simulator.stop();
  fail(problems);
}

/** Serves until stopped, or returns the problems that prevent it. */
async function serveWith(
  simulator: KavenegarSimulator,
  phones: SimulatedPhones,
  json: boolean,
): Promise<readonly string[]> {
  const env = simulatedEnvironment(simulator);
  const { kind, config: written, problems } = loadConfig(env);
  const config = simulatedChains(written);
  if (kind === "problems") return [...problems, ...(await findProblems(config, env))];
  const composed = await tryCompose(config, env, { watch: phones.handOver, inbox: phones.list });
  if (composed.kind === "problems") return composed.problems;
  const { ramz } = composed;
  async function close(): Promise<void> {
    await ramz.close();
    await simulator.stop();
  }
  await serveUntilStopped({ ...ramz, close }, config, ({ url }) =>
    json ? printLine(JSON.stringify(addresses(url, simulator))) : printGreeting(url, simulator, ramz, config),
  );
  return [];
}

/** The environment with the simulator's address and a placeholder key, so that no real account is used. */
function simulatedEnvironment(simulator: KavenegarSimulator): Environment {
  return {
    ...process.env,
    RAMZ_PROVIDERS: CHAIN.join(),
    KAVENEGAR_API_KEY: KEY,
    KAVENEGAR_API_KEY_FILE: undefined,
    KAVENEGAR_BASE_URL: simulator.url,
    KAVENEGAR_SENDER: SENDER,
    KAVENEGAR_TEMPLATE: TEMPLATE,
  };
}

/** The settings with this chain for every app and without options of the file, because either could lead to a real vendor. */
function simulatedChains(config: Config): Config {
  const apps = config.apps.map((app) => ({ ...app, providers: CHAIN, providerOptions: {}, ownOptions: {} }));
  return { ...config, providers: CHAIN, apps };
}

function addresses(url: URL, simulator: KavenegarSimulator) {
  return {
    ramz: url.origin,
    inbox: `${url.origin}/dev/inbox`,
    simulator: simulator.url,
    key: KEY,
    behave: `${simulator.url}/_control/behave`,
    outbox: `${simulator.url}/_control/outbox`,
  };
}

function printGreeting(url: URL, simulator: KavenegarSimulator, ramz: Ramz, config: Config): void {
  const { inbox, behave } = addresses(url, simulator);
  printLine(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  printLine(`The simulated Kavenegar listens on ${simulator.url}. Nothing is sent.`);
  printLine(`Its API key is ${KEY}, its template is ${TEMPLATE}, its line is ${SENDER}.`);
  printLine(`Messages that reach a phone are shown here and at ${inbox}`);
  const call = firstCall(url, ramz, config);
  if (call !== null) printLine(`Send a code:\n  ${call}`);
  printLine("Let the next template message fail with code 424, so that plain SMS sends the code:");
  printLine(
    `  curl ${behave} -d '{"method":"verify/lookup","behaviour":{"kind":"refuse","code":424},"times":1}'`,
  );
}
