/** Ramz with its real providers against a simulated vendor, served over HTTP by this process. */
import { systemClock } from "../../../adapters/system/clock.ts";
import type { Overrides } from "../../../app/composition/compose.ts";
import type { Clock } from "../../../domain/ports.ts";
import { serveHere, type Serving } from "../../support/serving.ts";
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";

export const KEY = "6368616e676520746865206b6579";
export const BOTH = "kavenegar/verify,kavenegar/sms";

export type Env = Readonly<Record<string, string>>;

/** The environment that points Ramz to the simulated vendor. */
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

/** Tests of the chain send many messages and confirm few. */
const UNGUARDED: Env = { RAMZ_GUARD: "off" };

/** A fresh Ramz: no ledgers, all breakers closed. Stopped at the end of its scope. */
export function serving(env: Env, overrides: Overrides = {}): Promise<Serving> {
  return serveHere({ RAMZ_STORE: "sqlite::memory:", ...BRISK, ...UNGUARDED, ...env }, overrides);
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
