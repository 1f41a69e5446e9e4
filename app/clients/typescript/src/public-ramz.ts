/** For pages: the two endpoints that need no key where an app is public. Its answers are fewer than those of a back end. */
import createClient from "openapi-fetch";
import { resilienceOf, type RamzOptions } from "./create-ramz.ts";
import type { components, paths } from "./openapi.generated.ts";
import { resilientFetch, singleFetch } from "./resilient-fetch.ts";
import { type Answer, answerOf, RamzError, type Unavailable } from "./results.ts";
import type { CallOptions, Challenge } from "./types.ts";
import { repeatable } from "./verifications.ts";

export type PublicRamzOptions = Omit<RamzOptions, "apiKey">;

/** `detail` is a sentence for the person, in the language of the client. */
interface Said<Kind extends string> {
  readonly kind: Kind;
  readonly detail: string;
}

export type PubliclyStarted =
  | { readonly kind: "sent"; readonly to: string; readonly expiresInS: number }
  | (Said<"wait"> & { readonly retryAfterS: number })
  | Said<"number_refused">
  | Said<"not_sent">
  /** Solve it, and start again with the solution. */
  | (Said<"challenge_required"> & { readonly challenge: Challenge })
  | Unavailable;

export type PubliclyChecked =
  | { readonly kind: "approved"; readonly to: string; readonly proof: string }
  /** Wrong, too old, or not as long as a code. `checksLeft` is there after a wrong one. */
  | (Said<"refused"> & { readonly checksLeft?: number })
  | (Said<"wait"> & { readonly retryAfterS: number })
  | Said<"number_refused">
  | Unavailable;

export interface PublicRamz {
  start(
    to: string,
    options?: CallOptions & { readonly challengeResponse?: string },
  ): Promise<PubliclyStarted>;
  check(to: string, code: string, options?: Pick<CallOptions, "signal">): Promise<PubliclyChecked>;
}

type Fields = components["schemas"]["LegacyFields"];
type Body = Fields & Partial<components["schemas"]["LegacyWait"] & components["schemas"]["LegacyForbidden"]>;

/** A client without a key, for the pages of a public app. */
export function createPublicRamz({ baseUrl, language = "en", ...options }: PublicRamzOptions): PublicRamz {
  const resilience = resilienceOf(options);
  const once = singleFetch(resilience);
  const api = createClient<paths>({
    baseUrl,
    fetch: resilientFetch(resilience),
    headers: { "accept-language": language },
  });

  return {
    async start(to, { challengeResponse, ...call } = {}) {
      const body = { phone_number: to, ...(challengeResponse && { challenge_response: challengeResponse }) };
      const answer = await answerOf(api.POST("/api/v1/usr/otp", { body, ...repeatable(call) }), call.signal);
      if ("kind" in answer) return answer;
      const { data, response } = answer;
      if (data !== undefined) return { kind: "sent", to: data.phone_number, expiresInS: data.expires_in };
      const { detail, challenge, retryAfterS, refused } = read(answer);
      if (refused.has("phone_number")) return { kind: "number_refused", detail };
      switch (response.status) {
        case 403:
          if (challenge === undefined) throw new RamzError(403, null, detail);
          return { kind: "challenge_required", detail, challenge };
        case 429:
          return { kind: "wait", detail, retryAfterS };
        case 502:
          return { kind: "not_sent", detail };
        case 409:
        case 503:
          return { kind: "unavailable", retryAfterS, problem: null };
        default:
          throw new RamzError(response.status, null, detail);
      }
    },

    async check(to, code, { signal } = {}) {
      // A repeated check counts again here, unless it is right: it is not repeated without being asked.
      const call = { body: { phone_number: to, code }, fetch: once, ...(signal && { signal }) };
      const answer = await answerOf(api.POST("/api/v1/usr/otp/verify", call), signal);
      if ("kind" in answer) return answer;
      const { data, response } = answer;
      if (data !== undefined)
        return { kind: "approved", to: data.phone_number, proof: data.verification_token };
      const { detail, checksLeft, retryAfterS, refused } = read(answer);
      if (refused.has("phone_number")) return { kind: "number_refused", detail };
      if (refused.has("code"))
        return { kind: "refused", detail, ...(checksLeft !== undefined && { checksLeft }) };
      if (response.status === 429) return { kind: "wait", detail, retryAfterS };
      if (response.status === 503) return { kind: "unavailable", retryAfterS, problem: null };
      throw new RamzError(response.status, null, detail);
    },
  };
}

/** What an answer that is no success says, whichever of the shapes it has. */
function read({ error }: Answer<unknown>) {
  const body: Body = Object(error);
  const fields = Object.entries(body).filter(([, said]) => Array.isArray(said));
  const sentences = fields[0]?.[1];
  const left = body["attempts_remaining"];
  return {
    detail: (Array.isArray(sentences) ? sentences[0] : body.detail) ?? String(error),
    refused: new Set(fields.map(([name]) => name)),
    challenge: body.challenge,
    retryAfterS: body.retry_after ?? 1,
    checksLeft: typeof left === "number" ? left : undefined,
  };
}
