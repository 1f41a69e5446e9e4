/** A proxy in front of Ramz that loses answers, or answers itself, as networks do. */
import { createServer, type IncomingMessage } from "node:http";
import { listening } from "../support/ports.ts";

/** What becomes of one request: it goes through, its answer is lost, it never arrives, or the proxy answers so; `busy` is 503 with a wait. */
export type Fate = "through" | "answer_lost" | "not_reached" | "busy" | number;

/** The wait that a `busy` proxy asks for: as long as the clients wait by themselves. */
const BUSY_S = "3";
/** Ramz is at the root of the proxy and below this path, as behind a proxy with other services. */
const BELOW = "/otp";

export interface FlakyProxy extends AsyncDisposable {
  readonly url: string;
  /** The fates of the next requests, in order; those after them go through. */
  next(...fates: readonly Fate[]): void;
  /** Method, path and Idempotency-Key of every request, since the last call of `next`. */
  readonly seen: readonly string[];
}

export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  let fates: Fate[] = [];
  const seen: string[] = [];
  const plan = (wanted: readonly Fate[]) => {
    fates = [...wanted];
    seen.length = 0;
  };
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    if (url === CONTROL) {
      if (method === "PUT") plan(JSON.parse(await textOf(request)));
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(seen));
    }
    const path = url.startsWith(`${BELOW}/`) ? url.slice(BELOW.length) : url;
    seen.push(`${method} ${url} ${String(request.headers["idempotency-key"] ?? "")}`.trim());
    const fate = fates.shift() ?? "through";
    if (fate === "not_reached") return void request.socket.destroy();
    if (fate === "busy") return void response.writeHead(503, { "retry-after": BUSY_S }).end();
    if (typeof fate === "number") return void response.writeHead(fate).end("<html>bad gateway</html>");
    const answer = await passOn(target + path, request);
    if (fate === "answer_lost") return void request.socket.destroy();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    next: (...wanted) => plan(wanted),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Where programs in other languages plan fates (PUT) and read what was seen (GET). */
const CONTROL = "/proxy";

async function passOn(url: string, request: IncomingMessage): Promise<Response> {
  const { method = "GET", headers } = request;
  const body = await textOf(request);
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return fetch(url, { method, headers: named, ...(body !== "" && { body }) });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
