/** OAuth tokens for a recipe: asked for when needed, kept in memory until shortly before they end. */
import type { EpochMs } from "../../../../domain/time.ts";
import { exchange, type HttpAnswer } from "../../_kit/http-exchange.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import type { Meaning } from "../../_kit/meanings.ts";
import { meaningOfFailure } from "../../_kit/transport-failure.ts";
import { meaningOfStatus } from "../../_kit/vendor-answer.ts";
import type { Auth, Call } from "./format-calls.ts";
import { parseBody, textAt } from "./paths.ts";
import type { Values } from "./placeholders.ts";
import { compileCall } from "./render-call.ts";

/** A token is not used in its last minute: it may end on the way. */
const SPARE_MS = 60_000;
/** For vendors that do not say how long a token lasts. */
const DEFAULT_LIFE_MS = 300_000;
const ANSWER_BYTES_MAX = 64 * 1024;

export type AccessToken =
  | { readonly kind: "token"; readonly token: string }
  /** The message was certainly not sent. */
  | { readonly kind: "refused"; readonly meaning: Meaning };

export interface AccessTokens {
  get(values: Values, deadline: EpochMs): Promise<AccessToken>;
  /** Forgets a token that the vendor no longer accepts. */
  drop(token: string): void;
}

export function createAccessTokens(
  auth: Extract<Auth, { kind: "oauth" }>,
  host: Pick<ProviderHost, "clock" | "fetch">,
): AccessTokens {
  const compiled = compileCall(tokenCall(auth));
  let kept: { readonly token: string; readonly until: EpochMs } | null = null;
  /** Sends that begin meanwhile wait for the same answer, so that a busy moment asks once. */
  let asking: Promise<AccessToken> | null = null;

  async function ask(values: Values, deadline: EpochMs): Promise<AccessToken> {
    const answer = await exchange(compiled(values), deadline, host, ANSWER_BYTES_MAX);
    const given = tokenIn(answer, auth);
    if (given === null) return { kind: "refused", meaning: certainlyNotSent(answer) };
    kept = { token: given.token, until: host.clock.now() + Math.max(0, given.lifeMs - SPARE_MS) };
    return { kind: "token", token: given.token };
  }

  return {
    async get(values, deadline) {
      if (kept !== null && host.clock.now() < kept.until) return { kind: "token", token: kept.token };
      asking ??= ask(values, deadline).finally(() => (asking = null));
      return asking;
    },
    drop(token) {
      if (kept?.token === token) kept = null;
    },
  };
}

/** The call that asks for a token. */
export function tokenCall({ token_url: url, form, json }: Extract<Auth, { kind: "oauth" }>): Call {
  return { method: "POST", url, ...(form && { form }), ...(json && { json }) };
}

function tokenIn(answer: HttpAnswer, auth: Extract<Auth, { kind: "oauth" }>) {
  if (answer.kind === "failed" || answer.status >= 300) return null;
  const { status, headers, text } = answer;
  const parsed = { status, headers, body: parseBody(text, "json") };
  const token = textAt(parsed, auth.token);
  const seconds = Number((auth.expires && textAt(parsed, auth.expires)) ?? NaN);
  if (token === undefined || /\s/.test(token)) return null;
  return { token, lifeMs: seconds > 0 ? seconds * 1_000 : DEFAULT_LIFE_MS };
}

/** Whatever became of the call for a token, the message itself did not leave. */
function certainlyNotSent(answer: HttpAnswer): Meaning {
  if (answer.kind === "failed") return { ...meaningOfFailure(answer.failure), class: "unavailable" };
  const meaning = meaningOfStatus(answer.status, true);
  const isOurs = answer.status >= 400 && answer.status < 500 && meaning.class !== "unavailable";
  return isOurs
    ? { class: "account", reason: "key_refused" }
    : { class: "unavailable", reason: meaning.reason };
}
