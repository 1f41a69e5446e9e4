/** A simulator of api.kavenegar.com: a real server with the vendor's protocol, for tests and for development without an account. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import { startSimulator } from "../../_simulator/simulator.ts";
import type { VendorProtocol } from "../../_simulator/vendor.ts";
import { refusal, type Reply } from "./account.ts";
import { type KavenegarCall, type KavenegarSimulator, type SimulatorOptions } from "./api.ts";
import { readCall } from "./read-call.ts";
import { createVendor, METHODS, type Vendor, type VendorCall, type VendorOptions } from "./vendor-api.ts";
import { codeText } from "./vendor-texts.ts";

export type { SimulatedTemplate } from "./send-rules.ts";

export const SIMULATOR_DEFAULTS: VendorOptions = {
  keys: ["simulator-key"],
  disabledKeys: [],
  creditRial: 1_000_000,
  costRial: 120,
  templates: [{ name: "verify", text: "کد تأیید شما: %token", state: "Approved" }],
  senders: ["10008663"],
  tags: [],
  ipIsRegistered: true,
  debugMode: false,
  expiresAt: 1_900_000_000_000,
  now: Date.now,
};

const InboundText = Type.Object(
  { from: Type.String(), line: Type.String(), text: Type.String() },
  { additionalProperties: false },
);

const StatusReport = Type.Object(
  { messageId: Type.String(), status: Type.Integer({ minimum: 1, maximum: 100 }) },
  { additionalProperties: false },
);

export async function startKavenegarSimulator({
  port,
  ...options
}: SimulatorOptions = {}): Promise<KavenegarSimulator> {
  const { simulator, vendor } = await startSimulator(protocolOf({ ...SIMULATOR_DEFAULTS, ...options }), port);
  return Object.assign(simulator, {
    receive: (inbound: Parameters<KavenegarSimulator["receive"]>[0]) => vendor().inbox.arrive(inbound),
    report: (messageId: string, status: number) => vendor().report(messageId, status) !== undefined,
  });
}

function protocolOf(options: VendorOptions): VendorProtocol<VendorCall, KavenegarCall, AnsweringVendor> {
  return {
    methods: METHODS,
    codes: Type.Integer({ minimum: 201, maximum: 999 }),
    example: '{"method": "verify/lookup", "behaviour": {"kind": "refuse", "code": 424}, "times": 1}',
    read: readCall,
    callOf: ({ verb, method, params }) => ({ verb, method, params }),
    refusal: (code) => written(refusal(Number(code))),
    create() {
      const vendor = createVendor(options);
      return { ...vendor, answer: (call) => written(vendor.answer(call)) };
    },
    orders: {
      inbound: {
        example: '{"from": "09121234567", "line": "10008663", "text": "1"}',
        run(body, { inbox }) {
          if (!Value.Check(InboundText, body)) return null;
          inbox.arrive(body);
          return { received: body };
        },
      },
      status: {
        example: '{"messageId": "8792343", "status": 10}',
        run(body, { report }) {
          if (!Value.Check(StatusReport, body)) return null;
          return { reported: report(body.messageId, body.status) ?? null };
        },
      },
    },
  };
}

type AnsweringVendor = Omit<Vendor, "answer"> & { answer(call: VendorCall): VendorReply };

/** The HTTP status equals the envelope's. */
function written({ status, ...answer }: Reply): VendorReply {
  return { httpStatus: status, body: { return: { status, message: codeText(status) }, ...answer } };
}
