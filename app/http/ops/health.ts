/** Health, readiness and the proof keys. */
import { Elysia } from "elysia";
import type { Service } from "../../service/service.ts";
import { RETRY_STORE_MS } from "../problems/failure.ts";
import { wholeSeconds } from "../problems/problem.ts";
import { describeOperation } from "../schemas/operation-docs.ts";

export function healthRoutes({ readiness, jwks, metrics }: Service) {
  return new Elysia()
    .get("/healthz", () => Response.json({ status: "live" }), {
      detail: describeOperation.live,
    })
    .get(
      "/readyz",
      async () => {
        const { isStopping = false, ableInMs, ...state } = await readiness();
        const isAble = state.store === "up" && ableInMs === 0;
        if (isAble && !isStopping) return Response.json({ status: "ready", ...state });
        // While every provider rests, a send is refused for as long.
        const retryAfter = wholeSeconds(Math.max(RETRY_STORE_MS, ableInMs));
        return Response.json(
          { status: isStopping ? "stopping" : "not_ready", ...state, retry_after: retryAfter },
          { status: 503, headers: { "retry-after": String(retryAfter) } },
        );
      },
      { detail: describeOperation.ready },
    )
    .get(
      "/metrics",
      async () =>
        new Response(await metrics(), {
          headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
        }),
      { detail: describeOperation.metrics },
    )
    .get(
      "/.well-known/jwks.json",
      () => Response.json(jwks, { headers: { "cache-control": "public, max-age=300" } }),
      {
        detail: describeOperation.jwks,
      },
    );
}
