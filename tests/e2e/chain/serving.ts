/** Ramz with its real providers against a simulated vendor, served over HTTP by this process. */
import { systemClock } from "../../../adapters/system/clock.ts";
import { compose, type Overrides } from "../../../app/composition/compose.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { listen } from "../../../app/http/server.ts";
import type { Clock } from "../../../domain/ports.ts";
import { type Api, apiAt } from "../../support/http.ts";
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";

export const KEY = "6368616e676520746865206b6579";
export const BOTH = "kavenegar/verify,kavenegar/sms";

export type Env = Readonly<Record<string, string>>;

/** What points Ramz to the simulated vendor. */
export function vendorEnv({ url }: Pick<KavenegarSimulator, "url">, chain: string = BOTH): Env {
  return {
    RAMZ_PROVIDERS: chain,
    KAVENEGAR_API_KEY: KEY,
    KAVENEGAR_BASE_URL: url,
    KAVENEGAR_SENDER: "10008663",
  };
}

/** One attempt has 300 ms, and a chain too little for a second round, so that every provider is asked once. */
const BRISK: Env = { OTP_ATTEMPT_TIMEOUT_MS: "300", OTP_CHAIN_DEADLINE_MS: "1200" };

/** Tests of the chain send more than anybody confirms. */
const UNGUARDED: Env = { RAMZ_GUARD: "off" };

export interface Serving extends AsyncDisposable {
  readonly api: Api;
}

/** A fresh Ramz: no ledgers, all breakers closed. Stopped at the end of its scope. */
export async function serving(env: Env, overrides: Overrides = {}): Promise<Serving> {
  const whole = { RAMZ_STORE: "sqlite::memory:", ...BRISK, ...UNGUARDED, ...env };
  const loaded = loadConfig(whole);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, whole, { log: () => {}, ...overrides });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  const { ramz } = composed;
  const listening = listen(ramz, { host: "127.0.0.1", port: 0 });
  return {
    api: apiAt(listening.url.origin),
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
    },
  };
}

/** The real clock, which can be put forward. Waits stay real. */
export interface ShiftedClock extends Clock {
  forward(ms: number): void;
}

export function createShiftedClock(): ShiftedClock {
  let aheadMs = 0;
  return {
    now: () => systemClock.now() + aheadMs,
    timer: (ms) => systemClock.timer(ms),
    forward: (ms) => void (aheadMs += ms),
  };
}

/** How often each method was called: lookups (kavenegar/verify), sends (kavenegar/sms). */
export function callsOf({ calls }: KavenegarSimulator): readonly [lookups: number, sends: number] {
  const count = (wanted: string) => calls.filter(({ method }) => method === wanted).length;
  return [count("verify/lookup"), count("sms/send")];
}
