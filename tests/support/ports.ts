/** Ports of this machine, for servers of `node:net` and for calls that nothing answers. */
import { createServer, type Server } from "node:net";

/** Listens on a free port of the loopback address; resolves to the port. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return address.port;
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((closed) => server.close(closed));
  return port;
}
