/** Ports that nobody listens on. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports the system hands out, and so is the Cluster's second port. */
const LOWEST = 12_000;
const COUNT = 10_000;
/** A node of a Cluster talks to the others on a port so much higher. */
const BUS = 10_000;

const given = new Set<number>();

/** Never the same twice in this process. Another process may take it before it is used: whoever starts a server must look. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, LOWEST + COUNT);
    if (given.has(port) || !(await isFree(port)) || !(await isFree(port + BUS))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
