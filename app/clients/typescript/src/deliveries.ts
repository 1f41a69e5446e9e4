/** Codes of your own that Ramz carries (only with a key that has own_code = true). */
import { CARRY_KINDS, READ_KINDS, REPORT_KINDS } from "./kinds.ts";
import { answerOf, type NotNow, problemIn, type Unavailable } from "./results.ts";
import type { CallOptions, CreateDelivery, Delivery, Problem } from "./types.ts";
import { type Api, repeatable } from "./verifications.ts";

export type Carried =
  /** A provider took it, or may have: `delivery.status` says which. */
  | { readonly kind: "sent"; readonly delivery: Delivery }
  | NotNow<"wait">
  | NotNow<"not_sent">
  | { readonly kind: "number_refused"; readonly problem: Problem }
  | Unavailable;

export type FoundDelivery =
  { readonly kind: "found"; readonly delivery: Delivery } | NotNow<"not_found"> | Unavailable;

export type Reported =
  | { readonly kind: "reported"; readonly delivery: Delivery }
  | NotNow<"not_found">
  /** It was reported as used before, and that stays. */
  | NotNow<"already_used">
  | Unavailable;

export async function create(api: Api, body: CreateDelivery, options: CallOptions): Promise<Carried> {
  const answer = await answerOf(api.POST("/v1/deliveries", { body, ...repeatable(options) }), options.signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "sent", delivery: answer.data };
  const { kind, problem, retryAfterS } = problemIn(answer, CARRY_KINDS);
  return kind === "number_refused" ? { kind, problem } : { kind, problem, retryAfterS };
}

export async function get(api: Api, id: string, { signal }: CallOptions): Promise<FoundDelivery> {
  const call = api.GET("/v1/deliveries/{id}", { params: { path: { id } }, ...(signal && { signal }) });
  const answer = await answerOf(call, signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "found", delivery: answer.data };
  return problemIn(answer, READ_KINDS);
}

export async function report(
  api: Api,
  id: string,
  used: boolean,
  { signal }: CallOptions,
): Promise<Reported> {
  const about = { params: { path: { id } }, ...(signal && { signal }) };
  const answer = await answerOf(
    api.POST("/v1/deliveries/{id}/outcome", { body: { used }, ...about }),
    signal,
  );
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "reported", delivery: answer.data };
  return problemIn(answer, REPORT_KINDS);
}
