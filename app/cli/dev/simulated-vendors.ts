/** The simulated vendors that `ramz dev` can start: the chain of each, its environment, and what its greeting says. */
import type { SimulatedRecipe } from "../../../adapters/providers/http/_simulator/api.ts";
import type { PhoneMessage, Simulator } from "../../../adapters/providers/_simulator/api.ts";
import {
  builtInRecipes,
  simulatedRecipe,
  startGhasedakSimulator,
  startIpPanelSimulator,
  startKavenegarSimulator,
  startSmsIrSimulator,
} from "../../composition/open-adapters.ts";
import type { Environment } from "../../config/setting.ts";

/** The same for all: it opens nothing but a simulator. */
export const KEY = "simulator-key";

export interface SimulatedVendor {
  readonly title: string;
  /** The providers of the vendor, in the order in which they are tried. */
  readonly chain: readonly string[];
  /** What the account has, as the end of the sentence "Its API key is …". */
  readonly owns: string;
  /** An order that lets the vendor's first provider fail, and what then happens. */
  readonly fault: { readonly order: string; readonly does: string };
  /** An order that lets the vendor refuse the whole account. */
  readonly accountRefused: string;
  start(onMessage: (message: PhoneMessage) => void): Promise<Simulator>;
  /** The variables that lead to the simulator, so that no real account is used. */
  env(url: string): Environment;
  /** The vendor's own hosts, where no variable can lead to the simulator. */
  readonly origins?: ReadonlySet<string>;
  /** The countries that the vendor serves; all when left out. */
  readonly countries?: readonly string[] | undefined;
}

/** Those of built-in providers, by the value of `--with`. */
const BUILT_IN: Readonly<Record<string, SimulatedVendor>> = {
  "kavenegar-simulator": {
    title: "Kavenegar",
    chain: ["kavenegar/verify", "kavenegar/sms"],
    owns: "its template is verify, its line is 10008663",
    fault: {
      order: '{"method":"verify/lookup","behaviour":{"kind":"refuse","code":424},"times":1}',
      does: "Let the next template message fail with code 424, so that plain SMS sends the code:",
    },
    accountRefused: '{"method":"*","behaviour":{"kind":"refuse","code":418}}',
    start: (onMessage) => startKavenegarSimulator({ keys: [KEY], senders: ["10008663"], onMessage }),
    env: (url) => ({
      KAVENEGAR_API_KEY: KEY,
      KAVENEGAR_BASE_URL: url,
      KAVENEGAR_SENDER: "10008663",
      KAVENEGAR_TEMPLATE: "verify",
    }),
  },
  "smsir-simulator": {
    title: "SMS.ir",
    chain: ["smsir/verify", "smsir/sms"],
    owns: "its template is 123456, its line is 30007732000000",
    fault: {
      order: '{"method":"send/verify","behaviour":{"kind":"refuse","code":113},"times":1}',
      does: "Let the next template message fail with status 113, so that plain SMS sends the code:",
    },
    accountRefused: '{"method":"*","behaviour":{"kind":"refuse","code":102}}',
    start: (onMessage) => startSmsIrSimulator({ keys: [KEY], onMessage }),
    env: (url) => ({
      SMSIR_API_KEY: KEY,
      SMSIR_BASE_URL: `${url}/v1`,
      SMSIR_TEMPLATE: "123456",
      SMSIR_LINE: "30007732000000",
    }),
  },
  "ghasedak-simulator": {
    title: "Ghasedak",
    chain: ["ghasedak/otp", "ghasedak/call"],
    owns: "its template is verify",
    fault: {
      order: '{"method":"SendOtpSMS","behaviour":{"kind":"refuse","code":428},"times":1}',
      does: "Let the next message fail with code 428; only another vendor in the chain can cover that:",
    },
    accountRefused: '{"method":"*","behaviour":{"kind":"refuse","code":418}}',
    start: (onMessage) => startGhasedakSimulator({ keys: [KEY], onMessage }),
    env: (url) => ({
      GHASEDAK_API_KEY: KEY,
      GHASEDAK_BASE_URL: `${url}/rest/api/v1/WebService`,
      GHASEDAK_TEMPLATE: "verify",
    }),
  },
  "ippanel-simulator": {
    title: "IPPanel",
    chain: ["ippanel/pattern"],
    owns: "its pattern is verify, its line is +983000505",
    fault: {
      order: '{"method":"send","behaviour":{"kind":"refuse","code":"from_number"},"times":1}',
      does: "Let the next message fail because of its line; only another vendor in the chain can cover that:",
    },
    accountRefused: '{"method":"*","behaviour":{"kind":"refuse","code":"400-1"}}',
    start: (onMessage) => startIpPanelSimulator({ keys: [KEY], onMessage }),
    env: (url) => ({
      IPPANEL_API_KEY: KEY,
      IPPANEL_BASE_URL: `${url}/v1`,
      IPPANEL_FROM: "+983000505",
      IPPANEL_PATTERN: "verify",
    }),
  },
};

const SUFFIX = "-simulator";

/** The values that `--with` knows. */
export const SIMULATORS: readonly string[] = [
  ...Object.keys(BUILT_IN),
  ...builtInRecipes().map((recipe) => recipe + SUFFIX),
];

async function vendorNamed(name: string): Promise<SimulatedVendor> {
  return BUILT_IN[name] ?? vendorOf(await simulatedRecipe(name.slice(0, -SUFFIX.length), KEY));
}

/** A recipe's vendor answers with the recipe's examples, so its orders name their classes. */
function vendorOf({ recipe, provider, env, origins, start }: SimulatedRecipe): SimulatedVendor {
  return {
    title: recipe.title,
    chain: [provider],
    owns: `its provider is ${provider}`,
    fault: {
      order: '{"method":"send","behaviour":{"kind":"refuse","code":"message"},"times":1}',
      does: "Let the next message be refused; only another vendor in the chain can cover that:",
    },
    accountRefused: '{"method":"send","behaviour":{"kind":"refuse","code":"account"}}',
    start: (onMessage) => start({ onMessage }),
    env: () => env,
    origins,
    countries: recipe.countries,
  };
}

export interface RunningVendor extends SimulatedVendor {
  /** The value of `--with`. */
  readonly name: string;
  readonly simulator: Simulator;
}

export type Started =
  | { readonly kind: "started"; readonly vendors: readonly [RunningVendor, ...RunningVendor[]] }
  /** A sentence for the operator. */
  | { readonly kind: "problem"; readonly problem: string };

/** Starts the vendors of `--with`, a list with commas. */
export async function startVendors(
  list: string,
  onMessage: (message: PhoneMessage) => void,
): Promise<Started> {
  const names = [...new Set(list.split(",").map((name) => name.trim()))];
  const unknown = names.find((name) => !SIMULATORS.includes(name));
  if (unknown !== undefined)
    return { kind: "problem", problem: `--with: there is no simulator "${unknown}". ${howToWrite()}` };
  const [first, ...others] = await Promise.all(
    names.map(async (name) => {
      const vendor = await vendorNamed(name);
      return { ...vendor, name, simulator: await vendor.start(onMessage) };
    }),
  );
  if (first === undefined) return { kind: "problem", problem: `--with: names no simulator. ${howToWrite()}` };
  return { kind: "started", vendors: [first, ...others] };
}

export function howToWrite(): string {
  const [first = "", ...others] = SIMULATORS;
  return `Write --with ${first}, or several with commas: ${[first, ...others].join(", ")}.`;
}
