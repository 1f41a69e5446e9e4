/** A proxy in front of a server that can hold back its answers until a number of commands were sent. */
import { connect, createServer, type Socket } from "node:net";

export interface Withholding {
  readonly port: number;
  /** From now on no answer passes until `word` was sent `times` times. */
  hold(word: string, times: number): void;
  close(): void;
}

export async function withholding(port: number): Promise<Withholding> {
  const sockets: Socket[] = [];
  let held: (string | Uint8Array)[] = [];
  let word = "";
  let missing = 0;
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    sockets.push(client, upstream);
    client.on("data", (sent) => {
      if (missing > 0) missing -= sent.toString("latin1").split(word).length - 1;
      upstream.write(sent);
      if (missing > 0) return;
      for (const answer of held) client.write(answer);
      held = [];
    });
    upstream.on("data", (answer) => {
      if (missing > 0) held.push(answer);
      else client.write(answer);
    });
    for (const socket of [client, upstream]) socket.on("error", () => {});
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    hold(wanted, times) {
      word = wanted;
      missing = times;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
