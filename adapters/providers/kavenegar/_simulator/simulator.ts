/**
 * A simulator of api.kavenegar.com: a real server with the vendor's protocol, for tests and for development without an account.
 * It uses Node's server, not `Bun.serve`, because only that one can cut a connection in the middle of an answer.
 */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { control } from "./control-api.ts";
import { applyBehaviour, type Behaviour, writeReply } from "./faults.ts";
import type { Params } from "./rules.ts";
import { type VendorOptions, createVendor } from "./vendor-api.ts";
import type { KavenegarSimulator, SimulatedCall, SimulatorOptions } from "./api.ts";

export type { Behaviour } from "./faults.ts";
export type { SimulatedTemplate } from "./rules.ts";
export type { OutboxMessage } from "./outbox.ts";
export const SIMULATOR_DEFAULTS: VendorOptions = {
  keys: ["simulator-key"],
  disabledKeys: [],
  creditRial: 1_000_000,
  costRial: 120,
  templates: [{ name: "verify", text: "کد تأیید شما: %token", state: "Approved" }],
  senders: ["10008663"],
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
    const { key, method, params } = await readRequest(request);
    calls.push({ verb: request.method ?? "", method, params });
    const answer = () => vendor.answer(key, method, params);
    const behaviour = behaviourFor(method);
    if (behaviour === null) writeReply(response, answer());
    else applyBehaviour(behaviour, request, response, answer);
  }

  let url = "";
  const simulator: KavenegarSimulator = {
    get url() {
      return url;
    },
    get outbox() {
      return vendor.outbox;
    },
    calls,
    behave: (method, behaviour, times = Infinity) => plans.push({ method, behaviour, timesLeft: times }),
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

/** `/v1/{key}/{scope}/{method}.json`, with fields in the query or in a form. Any other path is an unknown method. */
async function readRequest(
  request: IncomingMessage,
): Promise<{ key: string; method: string; params: Params }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const url = new URL(request.url ?? "/", "http://simulator");
  const [, key = "", method = ""] = /^\/v1\/([^/]+)\/([a-z]+\/[a-z]+)\.json$/.exec(url.pathname) ?? [];
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const fields = [...url.searchParams, ...form].map(([name, value]) => [name.toLowerCase(), value]);
  return { key: decodeURIComponent(key), method, params: Object.fromEntries(fields) };
}
