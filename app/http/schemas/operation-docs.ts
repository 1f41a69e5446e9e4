/** What the OpenAPI document says of the routes for operation. */
import { Type } from "@sinclair/typebox";
import { JwksReply, LiveReply, ReadyReply } from "./operations.ts";
import { json } from "./route-docs.ts";

const operations = ["Operations"];

export const describeOperation = {
  live: {
    tags: operations,
    summary: "The process is alive",
    responses: { "200": json("Alive.", LiveReply) },
  },
  ready: {
    tags: operations,
    summary: "The store answers and a provider can be called",
    responses: {
      "200": json("Ready.", ReadyReply),
      "503": json(
        "Not ready; ask again after `retry_after` seconds, as `Retry-After` says, too.",
        ReadyReply,
      ),
    },
  },
  metrics: {
    tags: operations,
    summary: "Metrics for Prometheus",
    responses: { "200": json("Prometheus' text format.", Type.String(), "text/plain") },
  },
  jwks: {
    tags: operations,
    summary: "Public keys that proofs are signed with",
    responses: { "200": json("A JSON Web Key Set (RFC 7517).", JwksReply) },
  },
} as const;
