/** Free ports. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Both this and the Cluster's second port are below the ports that the system assigns. */
const LOWEST = 12_000;
const COUNT = 10_000;
/** Nodes of a Cluster talk to each other on a port that is this much higher. */
const BUS = 10_000;

const given = new Set<number>();

/** Never the same twice in this process. Another process may take it before it is used, so a server's start must check. */
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
