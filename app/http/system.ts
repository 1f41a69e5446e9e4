/** Health, readiness and the proof keys. */
import { Elysia } from "elysia";
import type { Service } from "../service.ts";

export function systemRoutes({ readiness, jwks, metrics }: Service) {
  return new Elysia()
    .get("/healthz", () => Response.json({ status: "live" }), {
      detail: { tags: ["Operations"], summary: "The process is alive" },
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
      { detail: { tags: ["Operations"], summary: "The store answers and a provider can be called" } },
    )
    .get(
      "/metrics",
      async () =>
        new Response(await metrics(), {
          headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
        }),
      { detail: { tags: ["Operations"], summary: "Metrics for Prometheus" } },
    )
    .get(
      "/.well-known/jwks.json",
      () => Response.json(jwks, { headers: { "cache-control": "public, max-age=300" } }),
      {
        detail: { tags: ["Operations"], summary: "Public keys that proofs are signed with" },
      },
    );
}
