/** A simulator of edge.ippanel.com: a real server with the vendor's protocol, for tests and for development without an account. */
import { Type } from "@sinclair/typebox";
import { parseExactJson } from "../../_kit/exact-json.ts";
import { startSimulator } from "../../_simulator/simulator.ts";
import type { ReceivedRequest, VendorProtocol } from "../../_simulator/vendor.ts";
import type { AccountOptions, IpPanelCall, IpPanelSimulator, SimulatorOptions } from "./api.ts";
import { createVendor, FAULTS, METHODS, refusal, type VendorRequest } from "./vendor-api.ts";

export const SIMULATOR_DEFAULTS: AccountOptions = {
  keys: ["simulator-key"],
  patterns: [{ code: "verify", text: "کد تأیید شما: %code%", status: "active", length: 10 }],
  lines: ["+983000505"],
  creditRial: 1_000_000,
  costRial: 2_400,
  now: Date.now,
};

export async function startIpPanelSimulator({
  port,
  ...options
}: SimulatorOptions = {}): Promise<IpPanelSimulator> {
  const { simulator } = await startSimulator(protocolOf({ ...SIMULATOR_DEFAULTS, ...options }), port);
  return simulator;
}

function protocolOf(options: AccountOptions): VendorProtocol<VendorRequest, IpPanelCall> {
  return {
    methods: METHODS,
    codes: Type.Union(FAULTS.map((fault) => Type.Literal(fault))),
    example: '{"method": "send", "behaviour": {"kind": "refuse", "code": "from_number"}, "times": 1}',
    read,
    callOf: ({ verb, method, body }) => ({ verb, method, body }),
    refusal: (code) => refusal(String(code)),
    create: () => createVendor(options),
  };
}

/** `/v1/api/{method}`; a pattern's code follows `patterns`. */
function read({ verb, url, headers, body }: ReceivedRequest): VendorRequest {
  const [, path = ""] = /^\/v1\/api\/(.+)$/.exec(url.pathname) ?? [];
  const [, code] = /^patterns\/([^/]+)$/.exec(path) ?? [];
  return {
    verb,
    key: headers.authorization ?? "",
    method: code === undefined ? path : "patterns",
    id: decodeURIComponent(code ?? ""),
    query: Object.fromEntries(url.searchParams),
    body: parseExactJson(body) ?? null,
  };
}
