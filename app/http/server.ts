/** Listens, and stops without dropping what runs. */
import { createApi } from "./api.ts";
import type { Service } from "../service/service.ts";
import { ReaddressedRequest } from "./request/context.ts";

export interface Listening {
  readonly url: URL;
  /** From now on this service answers. Requests under way end with the one they began with. */
  serve(service: Service): void;
  /**
   * Reports itself as not ready and still accepts requests for the time of the drain, so that balancers send no more. Then stops accepting,
   * lets what runs finish, and closes every connection.
   */
  stop(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Other processes may listen there, too, and each connection goes to one of them. */
  readonly shared?: boolean;
  /** How long a connection without a request stays open, at least, in seconds. */
  readonly idleTimeoutS?: number;
  readonly drainMs?: number;
}

/** On top of the longest request. */
const LONGEST_EXTRA_MS = 2_000;
const POLL_MS = 10;

export function listen(
  service: Service,
  { host, port, shared = false, idleTimeoutS = 0, drainMs = 0 }: ListenOptions,
): Listening {
  let isStopping = false;
  const stopping = new AbortController();
  const apiOf = (present: Service) => {
    const readiness: Service["readiness"] = async () => {
      const state = await present.readiness();
      return isStopping ? { ...state, isStopping } : state;
    };
    return createApi({ ...present, readiness, stopping: stopping.signal });
  };
  let api = apiOf(service);
  let longestMs = longestOf(service);
  const idleS = Math.max(idleTimeoutS, Math.ceil(longestMs / 1000));
  const server = Bun.serve({
    hostname: host,
    port,
    reusePort: shared,
    // A send may take all its time; the answer must still find the connection open. Bun takes 255 s, the bounds of the policy make 72.
    idleTimeout: idleS,
    async fetch(request) {
      const longestS = Math.ceil(longestMs / 1000);
      if (longestS > idleS) server.timeout(request, longestS);
      const reply = await api.fetch(URL.canParse(request.url) ? request : new ReaddressedRequest(request));
      // A kept connection would bring a further request at the moment it is closed.
      if (isStopping) reply.headers.set("connection", "close");
      return reply;
    },
    // A failure outside the routes must not show Bun's page, which has source and paths in it. Not `development: false`: in Bun 1.4.5
    // that shares the port with another process that listens on it.
    error: (error) => {
      service.report(error, "");
      return new Response(null, { status: 500 });
    },
  });
  // Asked for the address of a connection.
  api.server = server;
  let { receipts, operations } = service;
  receipts?.start();
  operations?.start();
  return {
    url: server.url,
    serve(next) {
      const nextApi = apiOf(next);
      nextApi.server = server;
      api = nextApi;
      if (next.receipts === null) void receipts?.stop();
      else next.receipts.start();
      void operations?.stop();
      next.operations?.start();
      ({ receipts, operations } = next);
      longestMs = Math.max(longestMs, longestOf(next));
    },
    async stop() {
      isStopping = true;
      if (drainMs > 0) await Bun.sleep(drainMs);
      stopping.abort();
      const giveUpAt = Date.now() + longestMs;
      void server.stop();
      while (server.pendingRequests > 0 && Date.now() < giveUpAt) await Bun.sleep(POLL_MS);
      await server.stop(true);
      await Promise.all([receipts?.stop(), operations?.stop()]);
    },
  };
}

/** The longest that a request may take: a send that waits for the store, then for a chain of providers. */
function longestOf({ apps }: Service): number {
  const sendsMs = [...apps.values()].map(({ policy }) => policy.storeWaitMs + policy.chainDeadlineMs);
  return Math.max(...sendsMs) + LONGEST_EXTRA_MS;
}
