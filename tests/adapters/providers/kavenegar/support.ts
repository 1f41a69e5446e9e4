/** Opens the Kavenegar providers against a simulated vendor. */
import { afterAll, afterEach } from "bun:test";
import type { ProviderHost } from "../../../../adapters/providers/_kit/plugin.ts";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import type {
  KavenegarSimulator,
  SimulatorOptions,
} from "../../../../adapters/providers/kavenegar/_simulator/api.ts";
import { openByName } from "../support.ts";

export { CODE, deliver, messageTo, testHost } from "../support.ts";

export const KEY = "6b6579206f6620612074657374";
export const NAMES = ["kavenegar/verify", "kavenegar/sms", "kavenegar/call"] as const;
export type Name = (typeof NAMES)[number];

/** The vendor's method behind each provider. */
export const METHOD_OF: Readonly<Record<Name, string>> = {
  "kavenegar/verify": "verify/lookup",
  "kavenegar/sms": "sms/send",
  "kavenegar/call": "verify/lookup",
};

export function environment(baseUrl: string): Readonly<Record<string, string>> {
  return { KAVENEGAR_API_KEY: KEY, KAVENEGAR_BASE_URL: baseUrl, KAVENEGAR_SENDER: "10008663" };
}

interface Opening {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly host?: ProviderHost;
  readonly env?: Readonly<Record<string, string>>;
}

/** The provider by name. Throws an error that lists every problem of its options. */
export async function openProvider(
  name: Name,
  baseUrl: string,
  { env = {}, ...opening }: Opening = {},
): Promise<Provider> {
  const opened = await openByName(name, { ...opening, env: { ...environment(baseUrl), ...env } });
  return opened.provider;
}

/** A simulator for one test file: reset after each test, stopped after the last. */
export async function simulatorForFile(options: SimulatorOptions = {}): Promise<KavenegarSimulator> {
  const simulator = await startKavenegarSimulator({ keys: [KEY], ...options });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.stop());
  return simulator;
}
