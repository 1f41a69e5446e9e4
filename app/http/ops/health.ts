/** Health, readiness and the proof keys. */
import { Elysia } from "elysia";
import type { Service } from "../../service/service.ts";
import { describe } from "../schemas/route-docs.ts";

/** As long as callers are asked to wait for a store. */
const RETRY_AFTER_S = 2;

export function healthRoutes({ readiness, jwks, metrics }: Service) {
  return new Elysia()
    .get("/healthz", () => Response.json({ status: "live" }), {
      detail: describe.live,
    })
    .get(
      "/readyz",
      async () => {
        const { isStopping = false, ...state } = await readiness();
        const able = Object.values(state.providers).includes("able");
        const ready = state.store === "up" && able && !isStopping;
        if (ready) return Response.json({ status: "ready", ...state });
        const headers = { "retry-after": String(RETRY_AFTER_S) };
        return Response.json(
          { status: isStopping ? "stopping" : "not_ready", ...state, retry_after: RETRY_AFTER_S },
          { status: 503, headers },
        );
      },
      { detail: describe.ready },
    )
    .get(
      "/metrics",
      async () =>
        new Response(await metrics(), {
          headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
        }),
      { detail: describe.metrics },
    )
    .get(
      "/.well-known/jwks.json",
      () => Response.json(jwks, { headers: { "cache-control": "public, max-age=300" } }),
      {
        detail: describe.jwks,
      },
    );
}
