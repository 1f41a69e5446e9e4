/** What is known of one request: made where it comes in, and filled in on its way. */
import { Elysia } from "elysia";
import type { App } from "../../service/calling-app.ts";
import type { Language } from "../../language/language.ts";
import { languageOf } from "./accept-language.ts";

export interface RequestContext {
  readonly request: Request;
  /** The route it came in by, as the router has it: `/v1/verifications/:id`. */
  readonly route: string;
  readonly language: Language;
  /** Address at the other end of the connection; null when it has none, as over a Unix socket. */
  readonly remoteAddress: string | null;
  /** Lets the connection stay open for so many seconds without a byte of the reply; 0: for good. */
  readonly keepOpen: (seconds: number) => void;
  /** Headers that every reply to this request gets, unless it sets them itself. */
  readonly replyHeaders: Record<string, unknown>;
  /** Trace of the span that the request is served in; null outside of spans. */
  traceId: string | null;
  /** App that the request was authenticated for; null before that. */
  app: App | null;
}

/** A request whose URL had to be made up, because its Host header is missing (as HTTP/1.0 allows) or invalid. */
export class ReaddressedRequest extends Request {
  readonly received: Request;

  constructor(received: Request) {
    const path = /^(?:https?:\/\/[^/]*)?(\/[^]*)$/.exec(received.url)?.[1] ?? "/";
    super(`http://localhost${path}`, received);
    this.received = received;
  }
}

/** Gives handlers the context of their request as `context`. */
export const withRequestContext = new Elysia({ name: "request-context" }).derive(
  { as: "global" },
  ({ request, route, server, set }) => {
    const received = request instanceof ReaddressedRequest ? request.received : request;
    const context: RequestContext = {
      request,
      route,
      language: languageOf(request.headers),
      remoteAddress: server?.requestIP(received)?.address ?? null,
      keepOpen: (seconds) => server?.timeout(received, seconds),
      replyHeaders: set.headers,
      traceId: null,
      app: null,
    };
    return { context };
  },
);
