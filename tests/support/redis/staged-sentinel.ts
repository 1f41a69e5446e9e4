/** A Sentinel whose answers a test controls. */
import type { Socket } from "bun";

export interface StagedSentinel extends Disposable {
  readonly port: number;
  /** Holds its next answer about the primary. Resolves when it is asked, with the function that sends the answer. */
  held(): Promise<() => void>;
  /** Announces a new primary to its subscribers; resolves when each has closed its connection, as it then does. */
  announce(): Promise<void>;
}

type Held = (answer: () => void) => void;

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const MESSAGE = `*3\r\n${bulk("message")}${bulk("+switch-master")}${bulk("ramz 127.0.0.1 1 127.0.0.1 2")}`;

/** Names a server at `port` as the primary. */
export function stagedSentinel(port: number): StagedSentinel {
  const address = `*2\r\n${bulk("127.0.0.1")}${bulk(String(port))}`;
  const listeners = new Map<Socket, PromiseWithResolvers<void>>();
  let hold: Held | null = null;

  const answer = (socket: Socket, command: string) => {
    if (/subscribe/i.test(command)) {
      listeners.set(socket, Promise.withResolvers());
      socket.write(`*3\r\n${bulk("subscribe")}${bulk("+switch-master")}:1\r\n`);
    } else if (/get-master-addr/i.test(command)) {
      if (hold === null) socket.write(address);
      else hold(() => void socket.write(address));
      hold = null;
    } else if (/hello/i.test(command)) socket.write("-ERR unknown command 'HELLO'\r\n");
    else if (/sentinels/i.test(command)) socket.write("*0\r\n");
    else socket.write("+OK\r\n");
  };
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        for (const command of bytes
          .toString()
          .split(/\*\d+\r\n/)
          .slice(1))
          answer(socket, command);
      },
      close(socket) {
        listeners.get(socket)?.resolve();
        listeners.delete(socket);
      },
    },
  });
  return {
    port: server.port,
    held: () => new Promise((resolve) => (hold = resolve)),
    async announce() {
      const all = [...listeners];
      for (const [socket] of all) socket.write(MESSAGE);
      await Promise.all(all.map(([, { promise }]) => promise));
    },
    [Symbol.dispose]: () => server.stop(true),
  };
}
