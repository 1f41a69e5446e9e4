/** A proxy in front of a server of this machine, for what a client of it sends. */

/** Clients as the proxy sees them. */
type Client = Bun.Socket<Promise<Bun.Socket>>;

/** `takes` sees what a client sends, and says whether it goes on to the server. */
export function proxyTo(
  port: number,
  takes: (client: Client) => boolean,
): { readonly port: number } & Disposable {
  const proxy = Bun.listen<Promise<Bun.Socket>>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(client) {
        const data = (_server: Bun.Socket, bytes: Buffer) => void client.write(bytes);
        client.data = Bun.connect({ hostname: "127.0.0.1", port, socket: { data } });
      },
      data(client, bytes) {
        if (takes(client)) void client.data.then((server) => server.write(bytes));
      },
      close: (client) => void client.data.then((server) => server.end()),
    },
  });
  return { port: proxy.port, [Symbol.dispose]: () => proxy.stop(true) };
}
