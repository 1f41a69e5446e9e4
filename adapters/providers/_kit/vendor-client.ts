/** A vendor that answers JSON: makes its calls and reads its answers, by its own codes first and then by what all vendors share. */
import type { DeliveryResult, Hint } from "../../../domain/delivery/provider.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { HttpAnswer } from "./http-exchange.ts";
import { type JsonObject, objectIn } from "./json-values.ts";
import { explainFrom, type ExplainedMeaning, type Meaning, resultOf } from "./meanings.ts";
import type { ProviderHost } from "./plugin.ts";
import { type ReadFailure, readFailure } from "./read-result.ts";
import { SHARED_REASONS, sharedExplanation, type SharedReason } from "./shared-reasons.ts";
import { meaningOfFailure, transportExplanation } from "./transport-failure.ts";
import { meaningOfStatus, sharedHint } from "./vendor-answer.ts";

/** What a body of the vendor's own form says. */
export type Reading =
  | { readonly kind: "success"; readonly data: unknown }
  /** `code` is the vendor's; `meaning` is null where its table has no such code. */
  | { readonly kind: "fault"; readonly code: string; readonly meaning: Meaning | null };

export interface VendorApi {
  /** Without a slash at its end. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly codes: readonly ExplainedMeaning[];
  /** Null for a body that is not in the vendor's form. */
  readonly read: (body: JsonObject) => Reading | null;
}

export interface VendorCall {
  readonly path: string;
  /** Makes the call a POST. */
  readonly json?: object;
}

export type VendorAnswer =
  | { readonly kind: "success"; readonly data: unknown }
  | { readonly kind: "fault"; readonly meaning: Meaning; readonly vendorCode?: string };

export interface VendorClient {
  /** Answers by the deadline and never rejects. */
  ask(call: VendorCall, deadline: EpochMs): Promise<VendorAnswer>;
  /** The hint for a reason of an answer; null for any other word. */
  explain(reason: string): Hint | null;
  /** Why a read failed, as sentences. */
  failureOf(fault: Extract<VendorAnswer, { kind: "fault" }>): ReadFailure;
}

export function createVendorClient(api: VendorApi, host: ProviderHost): VendorClient {
  const { base, codes } = api;
  return {
    async ask({ path, json }, deadline) {
      const method = json === undefined ? "GET" : "POST";
      const headers = { ...api.headers, accept: "application/json" };
      const call =
        json === undefined
          ? { method, headers }
          : {
              method,
              headers: { ...headers, "content-type": "application/json" },
              body: JSON.stringify(json),
            };
      return answerOf(await host.exchange({ url: `${base}/${path}`, ...call }, deadline), api);
    },
    explain: (reason) => explainFrom(codes, reason) ?? sharedHint(reason),
    failureOf({ meaning: { reason }, vendorCode }) {
      const row = codes.find((one) => one.reason === reason);
      const explained = row ?? sharedExplanation(reason) ?? transportExplanation(reason);
      if (explained === null) throw new Error(`no table explains the reason ${reason}`);
      return readFailure(explained, vendorCode === undefined ? "" : ` (${vendorCode})`);
    },
  };
}

/** A success with the HTTP status of a failure. */
const CONTRADICTION: VendorAnswer = {
  kind: "fault",
  meaning: { class: "unknown", reason: "answer_unreadable" },
};

/** The vendor's code wins over the HTTP status; a success needs both. */
function answerOf(answer: HttpAnswer, { read }: VendorApi): VendorAnswer {
  if (answer.kind === "failed") return { kind: "fault", meaning: meaningOfFailure(answer.failure) };
  const { status, text, truncated } = answer;
  if (truncated) return { kind: "fault", meaning: { class: "unknown", reason: "answer_too_large" } };
  const body = objectIn(text);
  const reading = body === null ? null : read(body);
  if (reading?.kind === "success") return status < 300 ? reading : CONTRADICTION;
  if (reading === null)
    return { kind: "fault", meaning: meaningOfStatus(status, false), vendorCode: String(status) };
  // A code that is not listed refuses this message only, unless the HTTP status says more.
  const meaning = reading.meaning ?? meaningOfStatus(Math.max(status, 400), true);
  return { kind: "fault", meaning, vendorCode: reading.code };
}

/** What the vendor says of a message; null where it knows none of that id. Throws where it did not answer the question. */
export function reportIn(answer: VendorAnswer): unknown {
  if (answer.kind === "success") return answer.data;
  const { meaning, vendorCode } = answer;
  if (meaning.class === "message") return null;
  throw new Error(meaning.reason + (vendorCode === undefined ? "" : ` (${vendorCode})`));
}

/** The meaning of the vendor's code; null where its table has none. */
export function meaningOfCode(codes: readonly ExplainedMeaning[], code: number | null): Meaning | null {
  return codes.find((row) => row.code !== null && row.code === code) ?? null;
}

/** A row for a code whose reason several vendors share. */
export function sharedRow(code: number, kind: Meaning["class"], reason: SharedReason): ExplainedMeaning {
  return { code, class: kind, reason, ...SHARED_REASONS[reason] };
}

/** The result of a call that carries one message. Without an id it may have gone out. */
export function resultOfAnswer(
  answer: VendorAnswer,
  factsOf: (data: unknown) => { readonly messageId: string | null; readonly costRial?: number },
): DeliveryResult {
  if (answer.kind === "fault") {
    const { meaning, vendorCode } = answer;
    return resultOf(meaning, vendorCode === undefined ? {} : { vendorCode });
  }
  const { messageId, ...facts } = factsOf(answer.data);
  if (messageId === null) return { outcome: "unknown", reason: "message_id_missing" };
  return { outcome: "accepted", messageId, ...facts };
}
