/** Verdicts to HTTP (design §6.1): one switch per use case, no default, so a new verdict does not compile until it is answered. */
import type {
  CancelVerdict,
  CheckVerdict,
  NotAdmitted,
  ReadVerdict,
  StartVerdict,
} from "../../../domain/verdicts.ts";
import type { QuotaState } from "../../../domain/rate-limits/rule.ts";
import { mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { Service } from "../../service/service.ts";
import type { Language, Text } from "../problems/language.ts";
import { problem, type ProblemFacts } from "../problems/problem.ts";
import type { ProblemCode } from "../problems/catalogue.ts";
import { type Explain, verificationBody } from "./verification-body.ts";
import { rateLimitHeaders } from "../request/rate-limit-headers.ts";
import { INVALID_NUMBER, NOT_ALLOWED } from "../problems/reasons.ts";

/** What every answer needs to know of the request. */
export interface ReplyContext {
  readonly language: Language;
  readonly traceId: string;
  readonly now: Service["now"];
  readonly explain: Explain;
}

type Further = Omit<ProblemFacts, "language" | "traceId">;

const RETRY_BUSY_MS = 1_000;

const refuse = (asked: ReplyContext, code: ProblemCode, further: Further = {}) =>
  problem(code, { language: asked.language, traceId: asked.traceId, ...further });

function verification(
  asked: ReplyContext,
  view: VerificationView,
  status: number,
  further: { readonly proof?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { ...verificationBody(view, asked.explain, asked.language), ...further },
    { status, headers },
  );
}

export function answerStart(verdict: StartVerdict, channel: string, asked: ReplyContext): Response {
  switch (verdict.kind) {
    case "sent": {
      const headers = rateLimitHeaders(verdict.quotas);
      return verification(asked, verdict.verification, verdict.resent ? 200 : 201, {}, headers);
    }
    case "canceled":
      return refuse(asked, "canceled", { members: { verification: shown(verdict.verification, asked) } });
    case "delivery_failed":
      return refuse(asked, "delivery_failed", {
        values: {
          reasons: reasonsOf(verdict.verification),
          // Of this send certainly nothing is out, so whatever may be is of an earlier one.
          this_time: verdict.verification.attempts.some(mayHaveArrived) ? THIS_TIME[asked.language] : "",
        },
        retryAfterMs: verdict.retryAt - asked.now(),
        members: { verification: shown(verdict.verification, asked) },
      });
    case "overloaded":
      return refuse(asked, "overloaded", {
        retryAfterMs: verdict.retryAt - asked.now(),
        members: { verification: shown(verdict.verification, asked) },
      });
    case "recipient_refused":
      return refuse(asked, "recipient_invalid", {
        values: { why: INVALID_NUMBER.refused_by_vendor[asked.language] },
        members: { verification: shown(verdict.verification, asked) },
      });
    case "cooldown":
      return refuseForNow(asked, "cooldown", { rule: "cooldown", until: verdict.until });
    case "send_limit":
    case "guess_limit":
      return refuseForNow(asked, "send_limit", { rule: verdict.kind, until: verdict.until });
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return refuseForNow(asked, verdict.kind, verdict);
    case "channel_unavailable":
      return refuse(asked, "channel_unavailable", { values: { channel } });
    case "recipient_invalid":
    case "recipient_not_allowed":
      return refuseNumber(verdict, asked);
    case "busy":
      return refuse(asked, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

/** 429, with how long and by which rule. */
function refuseForNow(
  asked: ReplyContext,
  code: ProblemCode,
  by: { readonly rule: string; readonly until: number; readonly quotas?: readonly QuotaState[] },
): Response {
  const { rule, until, quotas = [] } = by;
  const retryAfterMs = until - asked.now();
  const headers = rateLimitHeaders(quotas, { rule, retryAfterMs });
  return refuse(asked, code, { values: { rule }, retryAfterMs, headers });
}

export function answerCheck(verdict: CheckVerdict, asked: ReplyContext): Response {
  switch (verdict.kind) {
    case "approved":
      return verification(asked, verdict.verification, 200, { proof: verdict.proof });
    case "incorrect": {
      const { checksLeft } = verdict.verification;
      return refuse(asked, "code_incorrect", {
        values: { checks_left: checksLeft },
        members: { checks_left: checksLeft },
      });
    }
    case "malformed":
      return refuse(asked, "invalid_request", {
        errors: [{ field: "code", detail: mustBeDigits(verdict.codeLength)[asked.language] }],
      });
    case "guess_limit":
      return refuse(asked, "checks_exhausted", { retryAfterMs: verdict.until - asked.now() });
    case "exhausted":
      return refuse(asked, "checks_exhausted", { retryAfterMs: verdict.verification.resendAt - asked.now() });
    case "already_approved":
    case "expired":
    case "canceled":
    case "undelivered":
    case "not_found":
      return refuse(asked, verdict.kind);
    case "recipient_invalid":
    case "recipient_not_allowed":
      return refuseNumber(verdict, asked);
    case "busy":
      return refuse(asked, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

export function answerCancel(verdict: CancelVerdict, asked: ReplyContext): Response {
  switch (verdict.kind) {
    case "canceled":
      return verification(asked, verdict.verification, 200);
    case "exhausted":
      return refuse(asked, "checks_exhausted", { retryAfterMs: verdict.verification.resendAt - asked.now() });
    case "already_approved":
    case "expired":
    case "undelivered":
    case "not_found":
      return refuse(asked, verdict.kind);
    case "busy":
      return refuse(asked, "busy", { retryAfterMs: RETRY_BUSY_MS });
  }
}

export function answerRead(verdict: ReadVerdict, asked: ReplyContext): Response {
  return verdict.kind === "found"
    ? verification(asked, verdict.verification, 200)
    : refuse(asked, "not_found");
}

/** Why a number cannot be used, in the reader's language. */
export function whyNotAdmitted(verdict: NotAdmitted, language: Language): string {
  return verdict.kind === "recipient_invalid"
    ? INVALID_NUMBER[verdict.reason][language]
    : NOT_ALLOWED[verdict.reason][language].replace("{country}", verdict.country);
}

/** What a code must look like. */
export function mustBeDigits(length: number): Readonly<Record<Language, string>> {
  return { en: `must be ${length} digits`, fa: `باید ${length} رقم باشد` };
}

const THIS_TIME: Text = { en: " this time", fa: "این بار " };

/** What the last send came to: each provider with its last reason, e.g. `kavenegar/verify template_not_found`. */
function reasonsOf({ attempts }: VerificationView): string {
  const send = attempts.at(-1)?.send;
  const last = attempts.filter((attempt) => attempt.send === send);
  const reasons = new Map(last.map(({ provider, reason = "" }) => [provider, reason]));
  return [...reasons].map((words) => words.join(" ").trim()).join(", ");
}

function refuseNumber(verdict: NotAdmitted, asked: ReplyContext): Response {
  return refuse(asked, verdict.kind, { values: { why: whyNotAdmitted(verdict, asked.language) } });
}

function shown(view: VerificationView, asked: ReplyContext) {
  return verificationBody(view, asked.explain, asked.language);
}
