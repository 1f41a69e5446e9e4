/** One code sent through one chain, and what every provider said to it. */
import type { StartVerdict } from "../../../domain/verdicts.ts";
import type { Ramz } from "../../composition/compose.ts";
import { verificationBody } from "../../http/v1/verification-body.ts";
import { DEFAULT_LOCALE } from "../../http/schemas/verifications.ts";
import { attemptLines, type ShownAttempt } from "../attempt-lines.ts";
import type { App } from "../../service/calling-app.ts";

export interface SendResult {
  readonly chain: readonly string[];
  /** Every provider that was asked accepted, and at least one was asked. */
  readonly accepted: boolean;
  readonly verdict: StartVerdict["kind"];
  readonly conclusion: string;
  /** Null when it is kept nowhere. */
  readonly verification: string | null;
  readonly attempts: readonly ShownAttempt[];
  readonly trace_id: string;
}

/** Sends through the real use case, in a trace of its own. `kept`: the store outlives the command. */
export async function sendThrough(ramz: Ramz, app: App, to: string, kept: boolean): Promise<SendResult> {
  const bySms = ramz.providers.some(({ channels }) => channels.includes("sms"));
  return ramz.command("otp.start", async (traceId) => {
    const verdict = await app.otp.start({
      app: app.name,
      to,
      channel: bySms ? "sms" : "call",
      locale: DEFAULT_LOCALE,
      purpose: "test",
      traceId,
    });
    const sent = sentOf(ramz, app, verdict, traceId);
    return kept ? sent : { ...sent, verification: null };
  });
}

function sentOf(ramz: Ramz, app: App, verdict: StartVerdict, traceId: string): SendResult {
  const view = "verification" in verdict ? verdict.verification : null;
  const attempts = view === null ? [] : verificationBody(view, app.explain, "en").attempts;
  const asked = attempts.filter(({ outcome }) => outcome !== "skipped");
  return {
    chain: ramz.providers.map(({ name }) => name),
    accepted: asked.length > 0 && asked.every(({ outcome }) => outcome === "accepted"),
    verdict: verdict.kind,
    conclusion: conclusionOf(verdict, asked),
    verification: view?.id ?? null,
    attempts,
    trace_id: traceId,
  };
}

function conclusionOf(verdict: StartVerdict, asked: readonly ShownAttempt[]): string {
  switch (verdict.kind) {
    case "sent":
      return sentConclusion(asked);
    case "delivery_failed":
      return "Nothing was sent: every provider said no.";
    case "overloaded":
      return "Nothing was sent: every vendor account is busy with other messages.";
    case "recipient_refused":
      return "Nothing was sent: the vendor says that the number does not exist.";
    case "canceled":
      return "The verification was canceled while its message was on the way.";
    case "cooldown":
    case "send_limit":
    case "guess_limit":
      return `Nothing was sent: the number's own limit (${verdict.kind}) holds until ${new Date(verdict.until).toISOString()}. Without --store no limit is touched.`;
    case "ip_limit":
    case "caller_limit":
    case "budget":
    case "low_conversion":
      return `Nothing was sent: the rule ${verdict.rule} (${verdict.kind}) holds until ${new Date(verdict.until).toISOString()}. Without --store no limit is touched.`;
    case "channel_unavailable":
      return "Nothing was sent: no provider of the chain carries this channel.";
    case "recipient_invalid":
    case "recipient_not_allowed":
      return `Nothing was sent: the number is not served here (${verdict.reason}).`;
    case "busy":
      return "Nothing was sent: too much else happens to this number at once. Try again.";
  }
}

function sentConclusion(asked: readonly ShownAttempt[]): string {
  const carrier = asked.find(({ outcome }) => outcome === "accepted");
  if (carrier === undefined) return "Nobody accepted the message, but it may have gone out.";
  const before = asked.filter((attempt) => attempt !== carrier);
  if (before.length === 0) return `${carrier.provider} accepted the message.`;
  const others = before.map(({ provider, reason }) => `${provider} (${reason ?? "no reason"})`).join(", ");
  return `Degraded: ${carrier.provider} accepted the message after ${others} had failed.`;
}

export function printSendResult({ attempts, conclusion, trace_id, verification }: SendResult): void {
  for (const line of attemptLines(attempts)) console.log(line);
  console.log(conclusion);
  if (verification !== null) console.log(`verification ${verification}`);
  console.log(`trace ${trace_id}\n`);
}
