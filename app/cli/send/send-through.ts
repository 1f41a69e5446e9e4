/** Sends one code through one chain, and reports what each provider answered. */
import type { StartVerdict } from "../../../domain/verdicts.ts";
import type { Ramz } from "../../composition/compose.ts";
import { verificationBody } from "../../http/v1/verification-body.ts";
import { DEFAULT_LOCALE } from "../../http/schemas/verifications.ts";
import { attemptLines, type ShownAttempt } from "../attempt-lines.ts";
import type { App } from "../../service/calling-app.ts";

export interface SendResult {
  readonly chain: readonly string[];
  /** At least one provider was called, and every one that was called accepted. */
  readonly accepted: boolean;
  readonly verdict: StartVerdict["kind"];
  readonly conclusion: string;
  /** The id of the verification; null when it is not stored. */
  readonly verification: string | null;
  readonly attempts: readonly ShownAttempt[];
  readonly trace_id: string;
}

/** Sends through the real use case, in its own trace. `isStored`: the store outlives the command. */
export async function sendThrough(ramz: Ramz, app: App, to: string, isStored: boolean): Promise<SendResult> {
  const bySms = ramz.providers.some(({ channels }) => channels.includes("sms"));
  return ramz.command("otp.start", async (traceId) => {
    const verdict = await app.otp.start({
      app: app.name,
      to,
      channel: bySms ? "sms" : "auto",
      locale: DEFAULT_LOCALE,
      purpose: "test",
      traceId,
    });
    const sent = sendResultOf(ramz, app, verdict, traceId);
    return isStored ? sent : { ...sent, verification: null };
  });
}

function sendResultOf(ramz: Ramz, app: App, verdict: StartVerdict, traceId: string): SendResult {
  const view = "verification" in verdict ? verdict.verification : null;
  const attempts = view === null ? [] : verificationBody(view, app, "en").attempts;
  const called = attempts.filter(({ outcome }) => outcome !== "skipped");
  return {
    chain: ramz.providers.map(({ name }) => name),
    accepted: called.length > 0 && called.every(({ outcome }) => outcome === "accepted"),
    verdict: verdict.kind,
    conclusion: conclusionOf(verdict, called),
    verification: view?.id ?? null,
    attempts,
    trace_id: traceId,
  };
}

function conclusionOf(verdict: StartVerdict, called: readonly ShownAttempt[]): string {
  switch (verdict.kind) {
    case "sent":
      return sentConclusion(called);
    case "delivery_failed":
      return "Nothing was sent: no provider accepted the message.";
    case "overloaded":
      return "Nothing was sent: every vendor account is busy.";
    case "recipient_refused":
      return "Nothing was sent: the vendor says that the number does not exist.";
    case "canceled":
      return "The verification was canceled while its message was being sent.";
    case "cooldown":
    case "send_limit":
    case "guess_limit":
      return limited(`the limit "${verdict.kind}" of this number`, verdict.until);
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return limited(`the rule "${verdict.rule}" (${verdict.kind})`, verdict.until);
    case "challenge_required":
      return `Nothing was sent: the guard asks newcomers for a challenge (rule "${verdict.rule}"). Without --store no limits apply.`;
    case "channel_unavailable":
      return "Nothing was sent: no provider of the chain supports this channel.";
    case "recipient_invalid":
    case "recipient_not_allowed":
      return `Nothing was sent: the number is not allowed (${verdict.reason}).`;
    case "busy":
      return "Nothing was sent: other requests for this number are under way. Try again.";
  }
}

function limited(limit: string, until: number): string {
  return `Nothing was sent: ${limit} allows the next message at ${new Date(until).toISOString()}. Without --store no limits apply.`;
}

function sentConclusion(called: readonly ShownAttempt[]): string {
  const carrier = called.find(({ outcome }) => outcome === "accepted");
  if (carrier === undefined) return "No provider accepted the message, but it may have gone out.";
  const before = called.filter((attempt) => attempt !== carrier);
  if (before.length === 0) return `${carrier.provider} accepted the message.`;
  const failed = before.map(({ provider, reason }) => `${provider} (${reason ?? "no reason"})`).join(", ");
  return `Degraded: ${carrier.provider} accepted the message after ${failed} failed.`;
}

export function printSendResult({ attempts, conclusion, trace_id, verification }: SendResult): void {
  for (const line of attemptLines(attempts)) console.log(line);
  console.log(conclusion);
  if (verification !== null) console.log(`verification ${verification}`);
  console.log(`trace ${trace_id}\n`);
}
