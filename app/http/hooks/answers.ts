/** Answers that several log-in servers are given: they read the status, and at most a sentence. */
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import { problem } from "../problems/problem.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import type { HookRefusal } from "./protocol.ts";

const WITHOUT_BODY = [204, 205];

/** `id` is that of the delivery, for `GET /v1/deliveries/{id}`. */
export function takenWith(status: number, { id }: DeliveryView): Response {
  return WITHOUT_BODY.includes(status) ? new Response(null, { status }) : Response.json({ id }, { status });
}

export function refusedAsProblem({ code, language, traceId, detail, retryAfterS }: HookRefusal): Response {
  return problem(code, {
    language,
    traceId,
    detail: { en: detail, fa: detail },
    ...(retryAfterS !== null && { retryAfterMs: retryAfterS * SECOND_MS }),
  });
}

/** One sentence, which the server shows to a person as it is. */
export function refusedAsSentence({ status, detail, language, retryAfterS }: HookRefusal): Response {
  return new Response(detail, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-language": language,
      ...(retryAfterS !== null && { "retry-after": String(retryAfterS) }),
    },
  });
}
