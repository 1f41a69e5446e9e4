/** Starts, checks, reads, cancels and proofs. */
import type { Client } from "openapi-fetch";
import type { paths } from "./openapi.generated.ts";
import { CANCEL_KINDS, CHECK_KINDS, FORMAT_KINDS, READ_KINDS, REDEEM_KINDS, START_KINDS } from "./kinds.ts";
import { answerOf, type NotNow, problemIn, type Unavailable } from "./results.ts";
import type {
  ApprovedVerification,
  CallOptions,
  Challenge,
  Check,
  Problem,
  RedeemedProof,
  StartVerification,
  Verification,
} from "./types.ts";

export type Started =
  /** The code is on its way; `isResent` when it is that of an earlier start. */
  | { readonly kind: "sent"; readonly verification: Verification; readonly isResent: boolean }
  /** A limit refused it. Show `problem.detail`, and allow another try after `retryAfterS`. */
  | NotNow<"wait">
  /** Every provider failed, or it was canceled on its way. */
  | NotNow<"not_sent">
  /** Not a number that Ramz sends to. */
  | { readonly kind: "number_refused"; readonly problem: Problem }
  /** Let the browser solve it, and start again with the solution as `challenge_response`. */
  | { readonly kind: "challenge_required"; readonly challenge: Challenge; readonly problem: Problem }
  | Unavailable;

export type Checked =
  | { readonly kind: "approved"; readonly verification: ApprovedVerification; readonly proof: string }
  | { readonly kind: "wrong_code"; readonly checksLeft: number; readonly problem: Problem }
  /** Not as many digits as the code has. It was not compared, and counts as no guess. */
  | { readonly kind: "wrong_format"; readonly problem: Problem }
  /** This code is worth nothing any more: `problem.code` says why. A new start gives a new one. */
  | NotNow<"over">
  | { readonly kind: "number_refused"; readonly problem: Problem }
  | Unavailable;

export type Found =
  { readonly kind: "found"; readonly verification: Verification } | NotNow<"not_found"> | Unavailable;

export type Canceled =
  | { readonly kind: "canceled"; readonly verification: Verification }
  /** It ended otherwise before: `problem.code` says how. */
  | NotNow<"over">
  | Unavailable;

export type Redeemed =
  | ({ readonly kind: "redeemed" } & RedeemedProof)
  /** Altered, expired, redeemed before, or of another app: `problem.code` says which. */
  | { readonly kind: "refused"; readonly problem: Problem }
  /** The proof may be spent all the same. Let the person verify again. */
  | Unavailable;

export type Api = Client<paths>;

/** The header and the signal of a call that may be repeated. */
export function repeatable({ idempotencyKey = randomKey(), signal }: CallOptions) {
  return { params: { header: { "Idempotency-Key": idempotencyKey } }, ...(signal && { signal }) };
}

/** 128 bits in hexadecimal. `crypto.randomUUID` is missing in pages over plain http, except those of the machine itself. */
function randomKey(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function start(api: Api, body: StartVerification, options: CallOptions): Promise<Started> {
  const answer = await answerOf(
    api.POST("/v1/verifications", { body, ...repeatable(options) }),
    options.signal,
  );
  if ("kind" in answer) return answer;
  const { data, response } = answer;
  if (data !== undefined) return { kind: "sent", verification: data, isResent: response.status === 200 };
  const { kind, problem, retryAfterS } = problemIn(answer, START_KINDS);
  if (kind === "challenge_required") return { kind, challenge: problem.challenge ?? {}, problem };
  return kind === "number_refused" ? { kind, problem } : { kind, problem, retryAfterS };
}

export async function check(api: Api, guess: Check, options: CallOptions): Promise<Checked> {
  const answer = await answerOf(compare(api, guess, options), options.signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined)
    return { kind: "approved", verification: answer.data, proof: answer.data.proof };
  const { kind, problem, retryAfterS } = problemIn(
    answer,
    hasWrongFormat(answer.error) ? FORMAT_KINDS : CHECK_KINDS,
  );
  switch (kind) {
    case "wrong_code":
      return { kind, checksLeft: problem.checks_left ?? 0, problem };
    case "wrong_format":
    case "number_refused":
      return { kind, problem };
    case "over":
    case "unavailable":
      return { kind, problem, retryAfterS };
  }
}

/** The person's input, and nothing else, is wrong. */
function hasWrongFormat(error: unknown): boolean {
  const { errors = [] }: Partial<Problem> = Object(error);
  return errors.length === 1 && errors[0]?.field === "code";
}

function compare(api: Api, guess: Check, options: CallOptions) {
  const { params, ...further } = repeatable(options);
  if (!("id" in guess)) return api.POST("/v1/checks", { body: guess, params, ...further });
  const { id, code } = guess;
  return api.POST("/v1/verifications/{id}/checks", {
    body: { code },
    params: { ...params, path: { id } },
    ...further,
  });
}

export async function get(api: Api, id: string, { signal }: CallOptions): Promise<Found> {
  const call = api.GET("/v1/verifications/{id}", { params: { path: { id } }, ...(signal && { signal }) });
  const answer = await answerOf(call, signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "found", verification: answer.data };
  return problemIn(answer, READ_KINDS);
}

export async function cancel(api: Api, id: string, { signal }: CallOptions): Promise<Canceled> {
  const call = api.DELETE("/v1/verifications/{id}", { params: { path: { id } }, ...(signal && { signal }) });
  const answer = await answerOf(call, signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "canceled", verification: answer.data };
  return problemIn(answer, CANCEL_KINDS);
}

/** A `fetch` that does not repeat. */
type Once = (request: Request) => Promise<Response>;

/** `once` must not repeat: a redemption whose answer is lost may have spent the proof. */
export async function redeem(
  api: Api,
  proof: string,
  once: Once,
  { signal }: CallOptions,
): Promise<Redeemed> {
  const call = api.POST("/v1/proofs/redeem", { body: { proof }, fetch: once, ...(signal && { signal }) });
  const answer = await answerOf(call, signal);
  if ("kind" in answer) return answer;
  if (answer.data !== undefined) return { kind: "redeemed", ...answer.data };
  const { kind, problem, retryAfterS } = problemIn(answer, REDEEM_KINDS);
  return kind === "refused" ? { kind, problem } : { kind, problem, retryAfterS };
}
