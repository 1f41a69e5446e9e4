/** A proxy in front of Ramz that loses answers, or answers itself, as networks do. */
import { createServer, type IncomingMessage } from "node:http";

/** What becomes of one request: it goes through, its answer is lost, it never arrives, or the proxy answers so. */
export type Fate = "through" | "answer_lost" | "not_reached" | number;

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
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    seen.push(`${method} ${url} ${String(request.headers["idempotency-key"] ?? "")}`.trim());
    const fate = fates.shift() ?? "through";
    if (fate === "not_reached") return void request.socket.destroy();
    if (typeof fate === "number") return void response.writeHead(fate).end("<html>bad gateway</html>");
    const answer = await passOn(target + url, request);
    if (fate === "answer_lost") return void request.socket.destroy();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    next(...wanted) {
      fates = [...wanted];
      seen.length = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function passOn(url: string, request: IncomingMessage): Promise<Response> {
  const { method = "GET", headers } = request;
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return fetch(url, { method, headers: named, ...(chunks.length > 0 && { body: Buffer.concat(chunks) }) });
}
