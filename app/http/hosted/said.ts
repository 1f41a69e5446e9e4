/** Verdicts in words for the person in front of the page. One switch per use case, no default. */
import type { CheckVerdict, StartVerdict } from "../../../domain/verdicts.ts";
import type { App } from "../../service/calling-app.ts";
import { durationText } from "../../language/duration.ts";
import { type Language, withDigitsOf } from "../../language/language.ts";
import { wholeSeconds } from "../problems/problem.ts";
import { type HostedText, say } from "./texts.ts";

/** What became of a form, for the person: its text, and from when another try makes sense. */
export interface Said {
  readonly status: number;
  /** Empty where the page says enough. */
  readonly text: string;
  readonly waitS?: number;
  /** The text with `{wait}` in the place of the wait, for the page's script to count down. */
  readonly ticking?: string;
}

export interface Saying {
  readonly language: Language;
  readonly app: App;
  readonly now: number;
}

/** Null when the code is on its way. */
export function saidOfStart(verdict: StartVerdict, to: Saying): Said | null {
  switch (verdict.kind) {
    case "sent":
      return null;
    case "canceled":
      return said(409, "canceled", to);
    case "delivery_failed":
    case "overloaded":
      return later(503, "not_sent", verdict.retryAt, to);
    case "recipient_refused":
      return said(422, "number_refused", to);
    case "cooldown":
      return later(429, "cooldown", verdict.until, to);
    case "send_limit":
    case "guess_limit":
      return later(429, "number_limit", verdict.until, to);
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return later(429, "network_limit", verdict.until, to);
    case "challenge_required":
      return { status: 403, text: verdict.isResponseRefused ? say("challenge_failed", to.language) : "" };
    case "channel_unavailable":
      return said(422, "no_channel", to);
    case "recipient_invalid":
      return said(422, "number_invalid", to);
    case "recipient_not_allowed":
      return said(422, "number_not_allowed", to);
    case "busy":
      return said(409, "busy", to);
  }
}

/** Null when it was approved. */
export function saidOfCheck(verdict: CheckVerdict, to: Saying): Said | null {
  switch (verdict.kind) {
    case "approved":
      return null;
    case "incorrect":
      return said(422, "incorrect", to, { left: verdict.verification.checksLeft });
    case "malformed":
      return said(422, "malformed", to);
    case "guess_limit":
      return later(429, "number_limit", verdict.until, to);
    case "exhausted":
      return said(429, "exhausted", to);
    case "already_approved":
      return said(409, "approved", to);
    case "expired":
    case "undelivered":
    case "not_found":
      return said(410, "expired", to);
    case "canceled":
      return said(410, "canceled", to);
    case "recipient_invalid":
      return said(422, "number_invalid", to);
    case "recipient_not_allowed":
      return said(422, "number_not_allowed", to);
    case "busy":
      return said(409, "busy", to);
  }
}

export function said(
  status: number,
  text: HostedText,
  { language, app }: Saying,
  values: Readonly<Record<string, string | number>> = {},
): Said {
  const example = withDigitsOf(language, app.exampleNumber?.national ?? "");
  return { status, text: say(text, language, { example, length: app.policy.codeLength, ...values }) };
}

function later(status: number, text: HostedText, until: number, to: Saying): Said {
  const waitS = wholeSeconds(until - to.now);
  const ticking = said(status, text, to).text;
  return { ...said(status, text, to, { wait: durationText(waitS, to.language) }), waitS, ticking };
}
