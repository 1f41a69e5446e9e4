/** Opens the real plugins as the process does, against a simulated vendor. */
import { afterAll, afterEach } from "bun:test";
import { systemClock } from "../../../../adapters/system/clock.ts";
import { createHost } from "../../../../adapters/providers/_kit/host.ts";
import { openProviders } from "../../../../adapters/providers/_kit/open-chain.ts";
import type { ProviderHost } from "../../../../adapters/providers/_kit/plugin.ts";
import { startKavenegarSimulator } from "../../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../../domain/delivery/provider.ts";
import type {
  KavenegarSimulator,
  SimulatorOptions,
} from "../../../../adapters/providers/kavenegar/_simulator/api.ts";
import { createRedactor } from "../../../../domain/redaction.ts";

export const KEY = "6b6579206f6620612074657374";
export const CODE = "481516";
export const NAMES = ["kavenegar/verify", "kavenegar/sms", "kavenegar/call"] as const;
export type Name = (typeof NAMES)[number];

/** The vendor's method behind each provider. */
export const METHOD_OF: Readonly<Record<Name, string>> = {
  "kavenegar/verify": "verify/lookup",
  "kavenegar/sms": "sms/send",
  "kavenegar/call": "verify/lookup",
};

export function testHost(fetchLike: ProviderHost["fetch"] = (url, init) => fetch(url, init)): ProviderHost {
  return createHost({
    clock: systemClock,
    fetch: fetchLike,
    print: () => {},
    keep: () => {},
    codeLength: 6,
  });
}

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
  { options = {}, host = testHost(), env = {} }: Opening = {},
): Promise<Provider> {
  const opened = await openProviders({
    names: [name],
    tables: { [name]: options },
    env: { ...environment(baseUrl), ...env },
    baseDir: "/",
    production: true,
    host,
    redactor: createRedactor(),
  });
  if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
  const provider = opened.chain[0]?.provider;
  if (provider === undefined) throw new Error("no provider was opened");
  return provider;
}

export function messageTo(overrides: Partial<DeliveryMessage> = {}): DeliveryMessage {
  return {
    verificationId: "verification",
    attemptId: crypto.randomUUID(),
    attemptIndex: 0,
    app: "shop",
    recipient: "+989121234567",
    code: CODE,
    channel: "sms",
    locale: "fa",
    expiresAt: Date.now() + 300_000,
    ...overrides,
  };
}

/** One delivery, with enough time for a healthy vendor. */
export async function deliver(
  provider: Provider,
  overrides: Partial<DeliveryMessage> = {},
  timeLeftMs = 2_000,
): Promise<DeliveryResult> {
  return provider.deliver(messageTo(overrides), Date.now() + timeLeftMs);
}

/** A simulator for one test file: reset after each test, stopped after the last. */
export async function simulatorForFile(options: SimulatorOptions = {}): Promise<KavenegarSimulator> {
  const simulator = await startKavenegarSimulator({ keys: [KEY], ...options });
  afterEach(() => simulator.reset());
  afterAll(() => simulator.stop());
  return simulator;
}
