/** The real command line with a simulated vendor. The output of every run is searched for the key, the secret and the number. */
import { expect } from "bun:test";
import { type TSchema, type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { type Env, type Folder, type Ran, runRamz } from "../../support/process.ts";
import type {
  KavenegarSimulator,
  SimulatorOptions,
} from "../../../adapters/providers/kavenegar/_simulator/api.ts";

/** Canaries, which no output may contain. */
export const KEY = "63616e617279206b6579";
export const SECRET = "vW3k9QpXz7Lr2TfYb8NcJh5MgEaDs4Uo";
export const TO = "09127654321";
export const MASKED = "+98912*****21";
const NUMBERS = ["9127654321", "912 765 4321"];

export interface Vendor extends AsyncDisposable {
  readonly simulator: KavenegarSimulator;
  readonly env: Env;
}

/** A simulated vendor, with the settings for it. */
export async function vendorWith(options: SimulatorOptions = {}): Promise<Vendor> {
  const simulator = await startKavenegarSimulator({ keys: [KEY], ...options });
  const env = {
    RAMZ_SECRET: SECRET,
    RAMZ_PROVIDERS: "kavenegar/verify,kavenegar/sms",
    KAVENEGAR_API_KEY: KEY,
    KAVENEGAR_BASE_URL: simulator.url,
    KAVENEGAR_SENDER: "10008663",
  };
  return { simulator, env, [Symbol.asyncDispose]: () => simulator.stop() };
}

/** Runs `ramz …` and expects that it printed nothing secret. */
export async function run(
  args: readonly string[],
  env: Env = {},
  folder?: Folder,
  input?: string,
): Promise<Ran> {
  const ran = await runRamz(args, env, folder, input);
  expectNothingSecret(ran.out + ran.err);
  return ran;
}

/** Expects that this text contains neither key nor secret nor number. */
export function expectNothingSecret(text: string): void {
  for (const secret of [KEY, SECRET, ...NUMBERS]) expect(text).not.toContain(secret);
}

/** The JSON that a command printed, checked against its shape. */
export function parsed<T extends TSchema>(shape: T, { out, err }: Ran): Static<T> {
  try {
    return Value.Parse(shape, JSON.parse(out));
  } catch (error) {
    throw new Error(`not the JSON that was expected: ${out}${err}`, { cause: error });
  }
}

const Attempt = Type.Object({
  provider: Type.String(),
  outcome: Type.String(),
  reason: Type.Optional(Type.String()),
  vendor_code: Type.Optional(Type.String()),
  message_id: Type.Optional(Type.String()),
  cost_rial: Type.Optional(Type.Number()),
  hint: Type.Optional(Type.String()),
  duration_ms: Type.Number(),
});

export const SendReport = Type.Object({
  to: Type.String(),
  sent: Type.Array(
    Type.Object({
      chain: Type.Array(Type.String()),
      accepted: Type.Boolean(),
      verdict: Type.String(),
      conclusion: Type.String(),
      verification: Type.Union([Type.String(), Type.Null()]),
      attempts: Type.Array(Attempt),
      trace_id: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    }),
  ),
});

export const Explanation = Type.Object({
  to: Type.String(),
  status: Type.String(),
  attempts: Type.Array(Attempt),
  advice: Type.String(),
});

export const DoctorReport = Type.Object({
  status: Type.Union([Type.Literal("ok"), Type.Literal("warnings"), Type.Literal("problems")]),
  problems: Type.Integer(),
  warnings: Type.Integer(),
  findings: Type.Array(
    Type.Object({
      about: Type.String(),
      level: Type.String(),
      subject: Type.String(),
      detail: Type.String(),
      remedy: Type.Optional(Type.String()),
    }),
  ),
});
