/**
 * The server of every simulated vendor: it reads requests, misbehaves on order, and lets the vendor answer the others. It uses Node's
 * server, not `Bun.serve`, because only that one can cut a connection in the middle of an answer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { SimulatedCall, Simulator } from "./api.ts";
import { applyBehaviour, type Behaviour, writeReply } from "./behaviour.ts";
import { control, type Own } from "./control-api.ts";
import { refusalOf } from "./own-requests.ts";
import type { ReceivedRequest, SimulatedVendor, VendorProtocol } from "./vendor.ts";

/** A running simulator, and the vendor that answers now: `reset` makes a new one. */
export interface Running<Call extends SimulatedCall, Vendor> {
  readonly simulator: Simulator<Call>;
  vendor(): Vendor;
}

/** Starts it on the loopback address. Port 0, the default, selects a free one. */
export async function startSimulator<
  Request,
  Call extends SimulatedCall,
  Vendor extends SimulatedVendor<Request>,
>(protocol: VendorProtocol<Request, Call, Vendor>, port = 0): Promise<Running<Call, Vendor>> {
  const calls: Call[] = [];
  const plans = createPlans();
  let vendor = protocol.create();
  const orders = ownOrders(protocol, () => vendor);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await readRequest(request);
    if (received.url.pathname.startsWith("/_control/")) {
      const refusal = refusalOf(received.headers);
      const reply =
        refusal === null
          ? control(received, simulator, protocol, orders)
          : { httpStatus: 403, body: { error: refusal } };
      return writeReply(response, reply, "\n");
    }
    const asked = protocol.read(received);
    const call = protocol.callOf(asked);
    calls.push(call);
    const answer = () => vendor.answer(asked);
    const behaviour = plans.next(call.method);
    if (behaviour === null) writeReply(response, answer());
    else applyBehaviour(behaviour, request, response, { answer, refusal: protocol.refusal });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;

  const simulator: Simulator<Call> = {
    url,
    get outbox() {
      return vendor.delivered;
    },
    calls,
    behave: plans.add,
    reset() {
      plans.clear();
      calls.length = 0;
      vendor = protocol.create();
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
  return { simulator, vendor: () => vendor };
}

/** The orders to misbehave, oldest first. */
function createPlans() {
  interface Plan {
    readonly method: string;
    readonly behaviour: Behaviour;
    timesLeft: number;
  }
  let plans: Plan[] = [];
  return {
    add: (method: string, behaviour: Behaviour, times = Infinity) =>
      void plans.push({ method, behaviour, timesLeft: times }),
    clear: () => void (plans = []),
    /** The behaviour of the next call of this method; null when it is well. */
    next(method: string): Behaviour | null {
      const plan = plans.find((one) => one.timesLeft > 0 && (one.method === "*" || one.method === method));
      if (plan === undefined) return null;
      plan.timesLeft -= 1;
      return plan.behaviour;
    },
  };
}

function ownOrders<Request, Call extends SimulatedCall, Vendor extends SimulatedVendor<Request>>(
  { orders = {} }: VendorProtocol<Request, Call, Vendor>,
  vendor: () => Vendor,
): Readonly<Record<string, Own>> {
  const own = Object.entries(orders).map(([name, { example, run }]): [string, Own] => [
    name,
    { example, run: (body) => run(body, vendor()) },
  ]);
  return Object.fromEntries(own);
}

async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return {
    verb: request.method ?? "",
    url: new URL(request.url ?? "/", "http://simulator"),
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
