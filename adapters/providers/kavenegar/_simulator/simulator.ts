/**
 * A simulator of api.kavenegar.com: a real server with the vendor's protocol, for tests and for development without an account.
 * It uses Node's server, not `Bun.serve`, because only that one can cut a connection in the middle of an answer.
 */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { control } from "./control-api.ts";
import { applyBehaviour, type Behaviour, writeReply } from "./faults.ts";
import { type VendorOptions, createVendor } from "./vendor-api.ts";
import { readCall } from "./read-call.ts";
import type { KavenegarSimulator, SimulatedCall, SimulatorOptions } from "./api.ts";

export type { Behaviour } from "./faults.ts";
export type { SimulatedTemplate } from "./send-rules.ts";
export type { OutboxMessage } from "./outbox.ts";

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

interface Plan {
  readonly method: string;
  readonly behaviour: Behaviour;
  timesLeft: number;
}

export async function startKavenegarSimulator({
  port = 0,
  ...options
}: SimulatorOptions = {}): Promise<KavenegarSimulator> {
  const vendorOptions = { ...SIMULATOR_DEFAULTS, ...options };
  const calls: SimulatedCall[] = [];
  let vendor = createVendor(vendorOptions);
  let plans: Plan[] = [];

  function behaviourFor(method: string): Behaviour | null {
    const plan = plans.find((one) => one.timesLeft > 0 && (one.method === "*" || one.method === method));
    if (plan === undefined) return null;
    plan.timesLeft -= 1;
    return plan.behaviour;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith("/_control/")) return control(request, response, simulator);
    const call = await readCall(request);
    calls.push({ verb: call.verb, method: call.method, params: call.params });
    const answer = () => vendor.answer(call);
    const behaviour = behaviourFor(call.method);
    if (behaviour === null) writeReply(response, answer());
    else applyBehaviour(behaviour, request, response, answer);
  }

  let url = "";
  const simulator: KavenegarSimulator = {
    get url() {
      return url;
    },
    get outbox() {
      return vendor.delivered;
    },
    calls,
    behave: (method, behaviour, times = Infinity) => plans.push({ method, behaviour, timesLeft: times }),
    receive: (inbound) => vendor.inbox.arrive(inbound),
    reset() {
      plans = [];
      calls.length = 0;
      vendor = createVendor(vendorOptions);
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;
  return simulator;
}
