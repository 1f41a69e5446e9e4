/** `ramz dev`: Ramz with its real Kavenegar providers before a simulated vendor on this machine. No account, no message. */
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";
import { findProblems } from "../../composition/configured-parts.ts";
import { printLine, startKavenegarSimulator } from "../../composition/open-adapters.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { fail, refuse } from "../fail.ts";
import { tryCompose } from "../open-ramz.ts";
import { createSimulatedPhones, type SimulatedPhones } from "./simulated-phones.ts";
import { serveUntilStopped } from "../serve/serve.ts";
import type { Environment } from "../../config/setting.ts";

export interface DevOptions {
  readonly with?: string;
  readonly json?: boolean;
}

const SIMULATOR = "kavenegar-simulator";
const KEY = "simulator-key";
const TEMPLATE = "verify";
const SENDER = "10008663";
const CHAIN = ["kavenegar/verify", "kavenegar/sms"];

export async function devCommand({ with: standIn, json = false }: DevOptions): Promise<void> {
  if (standIn === undefined)
    return refuse(`Write: ramz dev --with ${SIMULATOR}. For codes shown here instead of sent: ramz serve.`);
  if (standIn !== SIMULATOR)
    return fail([`--with: "${standIn}" is not known here. Write --with ${SIMULATOR}.`]);
  if (process.env["NODE_ENV"] === "production")
    return fail([
      "NODE_ENV is production: ramz dev shows codes instead of sending them. Unset it, or run ramz serve.",
    ]);
  const phones = createSimulatedPhones(printLine);
  const simulator = await startKavenegarSimulator({ keys: [KEY], senders: [SENDER], onMessage: phones.ring });
  const problems = await serveBefore(simulator, phones, json);
  if (problems.length === 0) return;
  await simulator.stop();
  fail(problems);
}

/** The problems that kept it from being served. */
async function serveBefore(
  simulator: KavenegarSimulator,
  phones: SimulatedPhones,
  json: boolean,
): Promise<readonly string[]> {
  const env = before(simulator);
  const { kind, config: written, problems } = loadConfig(env);
  const config = beforeSimulator(written);
  if (kind === "problems") return [...problems, ...(await findProblems(config, env))];
  const composed = await tryCompose(config, env, { watch: phones.note, inbox: phones.list });
  if (composed.kind === "problems") return composed.problems;
  const { ramz } = composed;
  async function close(): Promise<void> {
    await ramz.close();
    await simulator.stop();
  }
  await serveUntilStopped({ ...ramz, close }, config, ({ url }) =>
    json ? printLine(JSON.stringify(addresses(url, simulator))) : greet(url, simulator),
  );
  return [];
}

/** The environment with everything of the vendor's made up, so that no real account is ever spent. */
function before(simulator: KavenegarSimulator): Environment {
  return {
    ...process.env,
    RAMZ_PROVIDERS: CHAIN.join(),
    KAVENEGAR_API_KEY: KEY,
    KAVENEGAR_BASE_URL: simulator.url,
    KAVENEGAR_SENDER: SENDER,
    KAVENEGAR_TEMPLATE: TEMPLATE,
  };
}

/** The same settings with this chain for every app, and without options of the file: either might lead to a real vendor. */
function beforeSimulator(config: Config): Config {
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

function greet(url: URL, simulator: KavenegarSimulator): void {
  const { inbox, behave } = addresses(url, simulator);
  printLine(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  printLine(`The simulated Kavenegar listens on ${simulator.url}. Nothing is sent.`);
  printLine(`Its API key is ${KEY}, its template is ${TEMPLATE}, its line is ${SENDER}.`);
  printLine(`What reaches a phone is shown here and at ${inbox}`);
  printLine("Send a code:");
  printLine(
    `  curl ${url.origin}/v1/verifications -H 'content-type: application/json' -d '{"to":"09121234567"}'`,
  );
  printLine("Make the next template send fail with 424, and watch plain SMS carry the code:");
  printLine(
    `  curl ${behave} -d '{"method":"verify/lookup","behaviour":{"kind":"refuse","code":424},"times":1}'`,
  );
}
