/** Listens, and stops without dropping what runs. */
import { createApi } from "./api.ts";
import type { Service } from "../service/service.ts";
import { ReaddressedRequest } from "./request/context.ts";

export interface Listening {
  readonly url: URL;
  /** Stops accepting, lets what runs finish, then closes every connection. */
  stop(): Promise<void>;
}

/** On top of the longest request: a send that waits for the store, then for a chain of providers. */
const DRAIN_EXTRA_MS = 2_000;
const POLL_MS = 10;

export function listen(
  service: Service,
  /** `shared`: other processes may listen there, too, and each connection goes to one of them. */
  address: { readonly host: string; readonly port: number; readonly shared?: boolean },
): Listening {
  const api = createApi(service);
  const sendsMs = [...service.apps.values()].map(({ policy }) => policy.storeWaitMs + policy.chainDeadlineMs);
  const longestMs = Math.max(...sendsMs) + DRAIN_EXTRA_MS;
  const server = Bun.serve({
    hostname: address.host,
    port: address.port,
    reusePort: address.shared ?? false,
    // A send may take all its time; the answer must still find the connection open. Bun takes 255 s, the bounds of the policy make 72.
    idleTimeout: Math.ceil(longestMs / 1000),
    fetch: (request) => api.fetch(URL.canParse(request.url) ? request : new ReaddressedRequest(request)),
    // A failure outside the routes must not show Bun's page, which has source and paths in it. Not `development: false`: in Bun 1.4.5
    // that shares the port with another process that listens on it.
    error: (error) => {
      service.report(error, "");
      return new Response(null, { status: 500 });
    },
  });
  // Asked for the address of a connection.
  api.server = server;
  return {
    url: server.url,
    async stop() {
      const giveUpAt = Date.now() + longestMs;
      void server.stop();
      while (server.pendingRequests > 0 && Date.now() < giveUpAt) await Bun.sleep(POLL_MS);
      await server.stop(true);
    },
  };
}
