/** The built-in providers that share the kit's client, each with its simulated vendor, for suites that run over all of them. */
import type { VendorCode } from "../../../../adapters/providers/_simulator/behaviour.ts";
import type { Simulator } from "../../../../adapters/providers/_simulator/api.ts";
import type { ExplainedMeaning, Meaning } from "../../../../adapters/providers/_kit/meanings.ts";
import { CODES as GHASEDAK_CODES } from "../../../../adapters/providers/ghasedak/_api/codes.ts";
import {
  API_PATH,
  startGhasedakSimulator,
} from "../../../../adapters/providers/ghasedak/_simulator/simulator.ts";
import { FIELDS } from "../../../../adapters/providers/ippanel/_api/faults.ts";
import { startIpPanelSimulator } from "../../../../adapters/providers/ippanel/_simulator/simulator.ts";
import { CODES as SMSIR_CODES } from "../../../../adapters/providers/smsir/_api/codes.ts";
import { startSmsIrSimulator } from "../../../../adapters/providers/smsir/_simulator/simulator.ts";
import type { Channel } from "../../../../domain/delivery/provider.ts";

/** A canary: it may stand in a request alone. */
export const KEY = "63616e6172792d6f662d6275696c742d696e";

/** A refusal that the simulator can be ordered to give, and what it leads to. */
export interface Refusal extends Meaning {
  readonly code: VendorCode;
  /** As a result names it, where it is not `code`. */
  readonly vendorCode?: string;
}

const refusalsOf = (codes: readonly ExplainedMeaning[]): readonly Refusal[] =>
  codes.map(({ code, class: kind, reason }) => ({ code: code ?? 0, class: kind, reason }));

export interface BuiltIn {
  readonly name: string;
  readonly channel: Channel;
  /** The vendor's method that carries the message. */
  readonly method: string;
  readonly refusals: readonly Refusal[];
  start(): Promise<Simulator>;
  env(url: string): Readonly<Record<string, string>>;
}

const SMSIR = {
  channel: "sms",
  refusals: refusalsOf(SMSIR_CODES),
  start: () => startSmsIrSimulator({ keys: [KEY] }),
  env: (url: string) => ({
    SMSIR_API_KEY: KEY,
    SMSIR_BASE_URL: `${url}/v1`,
    SMSIR_TEMPLATE: "123456",
    SMSIR_LINE: "30007732000000",
  }),
} as const;

const GHASEDAK = {
  refusals: refusalsOf(GHASEDAK_CODES),
  method: "SendOtpSMS",
  start: () => startGhasedakSimulator({ keys: [KEY] }),
  env: (url: string) => ({
    GHASEDAK_API_KEY: KEY,
    GHASEDAK_BASE_URL: `${url}${API_PATH}`,
    GHASEDAK_TEMPLATE: "verify",
  }),
} as const;

const IPPANEL: BuiltIn = {
  name: "ippanel/pattern",
  channel: "sms",
  method: "send",
  refusals: [
    { code: "400-1", class: "account", reason: "key_invalid" },
    ...Object.entries(FIELDS).map(([field, { class: kind, reason }]) => ({
      code: field,
      vendorCode: "400-2",
      class: kind,
      reason,
    })),
    { code: "credit", vendorCode: "400-2", class: "message", reason: "request_invalid" },
  ],
  start: () => startIpPanelSimulator({ keys: [KEY] }),
  env: (url) => ({
    IPPANEL_API_KEY: KEY,
    IPPANEL_BASE_URL: `${url}/v1`,
    IPPANEL_FROM: "+983000505",
    IPPANEL_PATTERN: "verify",
  }),
};

export const BUILT_INS: readonly BuiltIn[] = [
  IPPANEL,
  { ...GHASEDAK, name: "ghasedak/otp", channel: "sms" },
  { ...GHASEDAK, name: "ghasedak/call", channel: "call" },
  { ...SMSIR, name: "smsir/verify", method: "send/verify" },
  { ...SMSIR, name: "smsir/sms", method: "send/bulk" },
];
