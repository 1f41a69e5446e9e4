/** A simulator of api.sms.ir: a real server with the vendor's protocol, for tests and for development without an account. */
import { Type } from "@sinclair/typebox";
import { parseExactJson } from "../../_kit/exact-json.ts";
import { startSimulator } from "../../_simulator/simulator.ts";
import type { ReceivedRequest, VendorProtocol } from "../../_simulator/vendor.ts";
import type { AccountOptions, SimulatorOptions, SmsIrCall, SmsIrSimulator } from "./api.ts";
import { createVendor, METHODS, refusal, type VendorRequest } from "./vendor-api.ts";

export const SIMULATOR_DEFAULTS: AccountOptions = {
  keys: ["simulator-key"],
  disabledKeys: [],
  ipIsAllowed: true,
  templates: [{ id: 123456, text: "کد تأیید شما: #Code#", isApproved: true }],
  lines: [{ number: "30007732000000", isActive: true, isOtpOnly: false }],
  credit: 10_000,
  blacklist: [],
  now: Date.now,
};

export async function startSmsIrSimulator({
  port,
  ...options
}: SimulatorOptions = {}): Promise<SmsIrSimulator> {
  const { simulator } = await startSimulator(protocolOf({ ...SIMULATOR_DEFAULTS, ...options }), port);
  return simulator;
}

function protocolOf(options: AccountOptions): VendorProtocol<VendorRequest, SmsIrCall> {
  return {
    methods: METHODS,
    codes: Type.Integer({ minimum: 0, maximum: 999 }),
    example: '{"method": "send/verify", "behaviour": {"kind": "refuse", "code": 113}, "times": 1}',
    read,
    callOf: ({ verb, method, body }) => ({ verb, method, body }),
    refusal: (code) => refusal(Number(code)),
    create: () => createVendor(options),
  };
}

/** `/v1/{method}`, and `/v1/send/{messageId}` for a report. */
function read({ verb, url, headers, body }: ReceivedRequest): VendorRequest {
  const [, path = ""] = /^\/v1\/(.+?)\/?$/.exec(url.pathname) ?? [];
  const [, messageId = ""] = /^send\/([0-9]+)$/.exec(path) ?? [];
  const key = headers["x-api-key"];
  return {
    verb,
    key: typeof key === "string" ? key : "",
    method: messageId === "" ? path : "send",
    messageId,
    body: parseExactJson(body) ?? null,
  };
}
