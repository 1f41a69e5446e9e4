/** Health, readiness and the proof keys. */
import { Elysia } from "elysia";
import type { Service } from "../service.ts";
import { describe } from "./describe.ts";

export function systemRoutes({ readiness, jwks, metrics }: Service) {
  return new Elysia()
    .get("/healthz", () => Response.json({ status: "live" }), {
      detail: describe.live,
    })
    .get(
      "/readyz",
      async () => {
        const state = await readiness();
        const able = Object.values(state.providers).includes("able");
        const ready = state.store === "up" && able;
        return Response.json(
          { status: ready ? "ready" : "not_ready", ...state },
          { status: ready ? 200 : 503 },
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
