/** A simulator of gateway.ghasedak.me: a real server with the vendor's protocol, for tests and for development without an account. */
import { Type } from "@sinclair/typebox";
import { parseExactJson } from "../../_kit/exact-json.ts";
import { startSimulator } from "../../_simulator/simulator.ts";
import type { ReceivedRequest, VendorProtocol } from "../../_simulator/vendor.ts";
import type { AccountOptions, GhasedakCall, GhasedakSimulator, SimulatorOptions } from "./api.ts";
import { createVendor, METHODS, refusal, type VendorRequest } from "./vendor-api.ts";

/** Between the simulator's address and the method. */
export const API_PATH = "/rest/api/v1/WebService";

export const SIMULATOR_DEFAULTS: AccountOptions = {
  keys: ["simulator-key"],
  ipIsAllowed: true,
  templates: [{ name: "verify", text: "کد تأیید شما: %Code%", isApproved: true }],
  lines: ["30005088"],
  creditRial: 1_000_000,
  costRial: 150,
  expiresAt: 1_900_000_000_000,
  now: Date.now,
};

export async function startGhasedakSimulator({
  port,
  ...options
}: SimulatorOptions = {}): Promise<GhasedakSimulator> {
  const { simulator } = await startSimulator(protocolOf({ ...SIMULATOR_DEFAULTS, ...options }), port);
  return simulator;
}

function protocolOf(options: AccountOptions): VendorProtocol<VendorRequest, GhasedakCall> {
  return {
    methods: METHODS,
    codes: Type.Integer({ minimum: 201, maximum: 999 }),
    example: '{"method": "SendOtpSMS", "behaviour": {"kind": "refuse", "code": 428}, "times": 1}',
    read,
    callOf: ({ verb, method, query, body }) => ({ verb, method, query, body }),
    refusal: (code) => refusal(Number(code)),
    create: () => createVendor(options),
  };
}

function read({ verb, url, headers, body }: ReceivedRequest): VendorRequest {
  const key = headers["apikey"];
  return {
    verb,
    key: typeof key === "string" ? key : "",
    method: url.pathname.startsWith(`${API_PATH}/`) ? url.pathname.slice(API_PATH.length + 1) : "",
    query: Object.fromEntries(url.searchParams),
    body: parseExactJson(body) ?? null,
  };
}
