/** `[http]`: how long connections stay open, and how the server leaves its balancer. */
import { Type } from "@sinclair/typebox";
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
  },
  { ...closed, default: {} },
);

export interface HttpSettings {
  readonly idleTimeoutS: number;
  readonly drainMs: number;
}

export function httpSettingsOf(written: { idle_timeout_s: number; drain_ms: number }): HttpSettings {
  return { idleTimeoutS: written.idle_timeout_s, drainMs: written.drain_ms };
}
