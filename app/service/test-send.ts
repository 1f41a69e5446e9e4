/** Sends one code to test a chain, and reports what each provider answered: for the command line and for the console. */
import type { Telemetry } from "../../adapters/telemetry/telemetry.ts";
import { DEFAULT_LOCALE, type Provider } from "../../domain/delivery/provider.ts";
import type { StartVerdict } from "../../domain/verdicts.ts";
import type { Language } from "../language/language.ts";
import type { App } from "./calling-app.ts";
import { type OperatorsAttempt, presentForOperators } from "./present-attempt.ts";

/** As JSON, for `ramz send --json`. */
export interface SendResult {
  readonly chain: readonly string[];
  /** At least one provider was called, and every one that was called accepted. */
  readonly accepted: boolean;
  readonly verdict: string;
  readonly conclusion: string;
  /** The id of the verification; null when it is not stored. */
  readonly verification: string | null;
  readonly attempts: readonly OperatorsAttempt[];
  readonly trace_id: string;
}

/** What a send is tested with. */
export interface TestedChain {
  /** In the order of the chain. */
  readonly providers: readonly Pick<Provider, "name" | "channels">[];
  readonly app: Pick<App, "name" | "otp" | "explain" | "messenger">;
  readonly command: Telemetry["command"];
  /** Of the hints. */
  readonly language: Language;
  /** The store outlives the test, so that its verification can be looked up. */
  readonly isStored: boolean;
}

/** Sends through the real use case, in its own trace. */
export async function sendThrough(chain: TestedChain, to: string): Promise<SendResult> {
  const { providers, app, command, isStored } = chain;
  const bySms = providers.some(({ channels }) => channels.includes("sms"));
  return command("otp.start", async (traceId) => {
    const verdict = await app.otp.start({
      app: app.name,
      to,
      channel: bySms ? "sms" : "auto",
      locale: DEFAULT_LOCALE,
      purpose: "test",
      traceId,
    });
    const sent = sendResultOf(chain, verdict, traceId);
    return isStored ? sent : { ...sent, verification: null };
  });
}

function sendResultOf(
  { providers, app, language }: TestedChain,
  verdict: StartVerdict,
  traceId: string,
): SendResult {
  const view = "verification" in verdict ? verdict.verification : null;
  const attempts = view?.attempts.map((attempt) => presentForOperators(attempt, app, language)) ?? [];
  const called = attempts.filter(({ outcome }) => outcome !== "skipped");
  return {
    chain: providers.map(({ name }) => name),
    accepted: called.length > 0 && called.every(({ outcome }) => outcome === "accepted"),
    verdict: verdict.kind,
    conclusion: conclusionOf(verdict, called),
    verification: view?.id ?? null,
    attempts,
    trace_id: traceId,
  };
}

function conclusionOf(verdict: StartVerdict, called: readonly OperatorsAttempt[]): string {
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

function sentConclusion(called: readonly OperatorsAttempt[]): string {
  const carrier = called.find(({ outcome }) => outcome === "accepted");
  if (carrier === undefined) return "No provider accepted the message, but it may have gone out.";
  const before = called.filter((attempt) => attempt !== carrier);
  if (before.length === 0) return `${carrier.provider} accepted the message.`;
  const failed = before.map(({ provider, reason }) => `${provider} (${reason ?? "no reason"})`).join(", ");
  return `Degraded: ${carrier.provider} accepted the message after ${failed} failed.`;
}
