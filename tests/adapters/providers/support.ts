/** Opens real plugins as the process does, and sends messages through them. */
import { systemClock } from "../../../adapters/system/clock.ts";
import { createHost } from "../../../adapters/providers/_kit/host.ts";
import { type OpenedProvider, openProviders } from "../../../adapters/providers/_kit/open-chain.ts";
import type { ProviderHost } from "../../../adapters/providers/_kit/plugin.ts";
import { expect } from "bun:test";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../domain/delivery/provider.ts";
import { createRedactor } from "../../../domain/redaction.ts";

export const CODE = "481516";

export function testHost(fetchLike: ProviderHost["fetch"] = (url, init) => fetch(url, init)): ProviderHost {
  return createHost({
    clock: systemClock,
    fetch: fetchLike,
    print: () => {},
    keep: () => {},
    codeLength: 6,
  });
}

export interface Opening {
  readonly env: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly host?: ProviderHost;
}

/** The provider by name, with its examination and tools. Throws an error that lists every problem of its options. */
export async function openByName(
  name: string,
  { env, options = {}, host = testHost() }: Opening,
): Promise<OpenedProvider> {
  const opened = await openProviders({
    names: [name],
    tables: { [name]: options },
    env,
    baseDir: "/",
    production: true,
    host,
    redactor: createRedactor(),
  });
  if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
  const provider = opened.chain[0];
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

/** What the examination of a provider finds, as `level subject`. Each warning and each problem must have a remedy. */
export async function foundBy({ examine }: OpenedProvider): Promise<readonly string[]> {
  const found = (await examine(Date.now() + 2_000)) ?? [];
  for (const { level, remedy } of found) if (level !== "ok") expect(remedy).toMatch(/^[A-Z]/);
  return found.map(({ level, subject }) => `${level} ${subject}`);
}
