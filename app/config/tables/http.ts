/** `[http]`: how long connections stay open, how the server leaves its balancer, and the names by which it is served. */
import { type Static, Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

export const HttpSchema = Type.Object(
  {
    idle_timeout_s: Type.Integer({
      minimum: 1,
      // Bun accepts no more.
      maximum: 255,
      default: 65,
      ...notes(
        "RAMZ_IDLE_TIMEOUT_S",
        "Seconds that a connection without a request stays open. Must be more than the idle time-out of the balancer, which is often 60 s.",
      ),
    }),
    drain_ms: Type.Integer({
      minimum: 0,
      maximum: 120_000,
      default: 0,
      ...notes(
        "RAMZ_DRAIN_MS",
        "Milliseconds after SIGTERM in which requests are still accepted while /readyz answers 503. 5000 in Kubernetes.",
      ),
    }),
    allowed_hosts: Type.Array(
      Type.String({ pattern: "^\\.?[A-Za-z0-9._:-]+$", write: "host names without a port, e.g. otp.test" }),
      {
        default: [],
        ...notes(
          "RAMZ_ALLOWED_HOSTS",
          "Console mode: host names that are served besides localhost and HOST. .example.com is for all names in that domain.",
        ),
        list: true,
      },
    ),
  },
  { ...closed, default: {} },
);

export interface HttpSettings {
  readonly idleTimeoutS: number;
  readonly drainMs: number;
  readonly allowedHosts: readonly string[];
}

export function httpSettingsOf(written: Static<typeof HttpSchema>): HttpSettings {
  return {
    idleTimeoutS: written.idle_timeout_s,
    drainMs: written.drain_ms,
    allowedHosts: written.allowed_hosts,
  };
}
