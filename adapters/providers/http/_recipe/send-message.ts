/** Sends one message as a recipe says: the call, its token where one is needed, and one repetition where the vendor knows it again. */
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import { exchange, type HttpAnswer } from "../../_kit/http-exchange.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import { resultOf } from "../../_kit/meanings.ts";
import { meaningOfFailure } from "../../_kit/transport-failure.ts";
import { createAccessTokens } from "./access-token.ts";
import type { Recipe } from "./format.ts";
import type { Values } from "./placeholders.ts";
import { readAnswer } from "./read-answer.ts";
import { compileCall } from "./render-call.ts";

/** An answer longer than this is not read: the message may have gone out. */
export const ANSWER_BYTES_MAX: number = 64 * 1024;

export interface Outgoing {
  readonly values: Values;
  /** Stands for the message where the vendor gives no id. */
  readonly ref: string;
  readonly deadline: EpochMs;
}

export type Send = (outgoing: Outgoing) => Promise<DeliveryResult>;

export function createSend(recipe: Recipe, host: ProviderHost): Send {
  const call = compileCall(recipe.send);
  const { auth, repeat = false } = recipe.send;
  const tokens = auth?.kind === "oauth" ? createAccessTokens(auth, host) : null;

  function once({ values, deadline }: Outgoing, token: string | null): Promise<HttpAnswer> {
    const rendered = call(values);
    const authorized =
      token === null
        ? rendered
        : { ...rendered, headers: { ...rendered.headers, authorization: `Bearer ${token}` } };
    return exchange(authorized, deadline, host, ANSWER_BYTES_MAX);
  }

  async function withToken(outgoing: Outgoing): Promise<DeliveryResult> {
    const { ref } = outgoing;
    if (tokens === null) return read(recipe, await once(outgoing, null), ref);
    const first = await tokens.get(outgoing.values, outgoing.deadline);
    if (first.kind === "refused") return resultOf(first.meaning);
    const answer = await once(outgoing, first.token);
    if (answer.kind === "failed" || answer.status !== 401) return read(recipe, answer, ref);
    // A token that is no longer accepted: the vendor read nothing further, so the message was not sent.
    tokens.drop(first.token);
    const second = await tokens.get(outgoing.values, outgoing.deadline);
    if (second.kind === "refused") return resultOf(second.meaning);
    return read(recipe, await once(outgoing, second.token), ref);
  }

  return async (outgoing) => {
    const result = await withToken(outgoing);
    const isWorthRepeating = repeat && result.outcome === "unknown" && host.clock.now() < outgoing.deadline;
    if (!isWorthRepeating) return result;
    const again = await withToken(outgoing);
    // Only an acceptance says something of the first call, which may have gone out.
    return again.outcome === "accepted" ? again : result;
  };
}

function read(recipe: Recipe, answer: HttpAnswer, ref: string): DeliveryResult {
  if (answer.kind === "failed") return resultOf(meaningOfFailure(answer.failure));
  return readAnswer(recipe, answer, ref);
}
