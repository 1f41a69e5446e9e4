/** What the OpenAPI document says of the routes for operation. */
import { Type } from "@sinclair/typebox";
import { JwksReply, LiveReply, ReadyReply } from "./operations.ts";
import { headers } from "./header-docs.ts";
import { json, withHeaders } from "./route-docs.ts";

const operations = { tags: ["Operations"], security: [] };

export const describeOperation = {
  live: {
    operationId: "getLiveness",
    ...operations,
    summary: "The process is alive",
    responses: { "200": json("Alive.", LiveReply) },
  },
  ready: {
    operationId: "getReadiness",
    ...operations,
    summary: "The store answers and a provider can be called",
    responses: {
      "200": json("Ready.", ReadyReply),
      "503": withHeaders(
        json("Not ready; ask again after `retry_after` seconds, as `Retry-After` says, too.", ReadyReply),
        headers("RetryAfter"),
      ),
    },
  },
  metrics: {
    operationId: "getMetrics",
    ...operations,
    summary: "Metrics for Prometheus",
    responses: { "200": json("Prometheus' text format.", Type.String(), "text/plain") },
  },
  jwks: {
    operationId: "getProofKeys",
    ...operations,
    summary: "Public keys that proofs are signed with",
    responses: { "200": json("A JSON Web Key Set (RFC 7517).", JwksReply) },
  },
} as const;
