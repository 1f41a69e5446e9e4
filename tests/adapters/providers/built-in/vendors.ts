/** The built-in providers that share the kit's client, each with its simulated vendor, for suites that run over all of them. */
import type { Simulator } from "../../../../adapters/providers/_simulator/api.ts";
import type { ExplainedMeaning } from "../../../../adapters/providers/_kit/meanings.ts";
import { CODES as GHASEDAK_CODES } from "../../../../adapters/providers/ghasedak/_api/codes.ts";
import {
  API_PATH,
  startGhasedakSimulator,
} from "../../../../adapters/providers/ghasedak/_simulator/simulator.ts";
import { CODES as SMSIR_CODES } from "../../../../adapters/providers/smsir/_api/codes.ts";
import { startSmsIrSimulator } from "../../../../adapters/providers/smsir/_simulator/simulator.ts";
import type { Channel } from "../../../../domain/delivery/provider.ts";

/** A canary: it may stand in a request alone. */
export const KEY = "63616e6172792d6f662d6275696c742d696e";

export interface BuiltIn {
  readonly name: string;
  readonly channel: Channel;
  /** The vendor's method that carries the message. */
  readonly method: string;
  readonly codes: readonly ExplainedMeaning[];
  start(): Promise<Simulator>;
  env(url: string): Readonly<Record<string, string>>;
}

const SMSIR = {
  channel: "sms",
  codes: SMSIR_CODES,
  start: () => startSmsIrSimulator({ keys: [KEY] }),
  env: (url: string) => ({
    SMSIR_API_KEY: KEY,
    SMSIR_BASE_URL: `${url}/v1`,
    SMSIR_TEMPLATE: "123456",
    SMSIR_LINE: "30007732000000",
  }),
} as const;

const GHASEDAK = {
  codes: GHASEDAK_CODES,
  method: "SendOtpSMS",
  start: () => startGhasedakSimulator({ keys: [KEY] }),
  env: (url: string) => ({
    GHASEDAK_API_KEY: KEY,
    GHASEDAK_BASE_URL: `${url}${API_PATH}`,
    GHASEDAK_TEMPLATE: "verify",
  }),
} as const;

export const BUILT_INS: readonly BuiltIn[] = [
  { ...GHASEDAK, name: "ghasedak/otp", channel: "sms" },
  { ...GHASEDAK, name: "ghasedak/call", channel: "call" },
  { ...SMSIR, name: "smsir/verify", method: "send/verify" },
  { ...SMSIR, name: "smsir/sms", method: "send/bulk" },
];
