/** A proxy in front of Ramz that counts the requests that really go over the wire: vendors' clients repeat some by themselves. */
export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  /** Requests since the last time it was asked. */
  taken(): number;
}

export function countingProxy(to: string): CountingProxy {
  let count = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      count += 1;
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = method === "GET" ? null : await request.arrayBuffer();
      return fetch(to + pathname + search, { method, headers, body, keepalive: false });
    },
  });
  return {
    url: server.url.origin,
    taken() {
      const taken = count;
      count = 0;
      return taken;
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}
