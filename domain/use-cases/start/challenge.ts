/** Challenges on the way of a start: whether one was passed, and the new one that a refused newcomer gets. */
import type { Refused } from "../../rate-limits/rate-limiter.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { NotReserved } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import type { SendCommand } from "./send-command.ts";

/** Whether the command brings a solved challenge, which is then used up, or the app's word for one of its own. */
export async function hasPassedChallenge(
  { challenges, clock }: OtpContext,
  { app, challengePassed = false, challengeResponse }: SendCommand,
  recipient: Recipient,
): Promise<boolean> {
  if (challengePassed || challengeResponse === undefined) return challengePassed;
  return challenges.redeem(challengeResponse, { app, recipient }, clock.now());
}

/** What the rules refused, as a verdict. A demand for a challenge carries the challenge. */
export async function refusalOf(
  { challenges, clock }: OtpContext,
  { app, client, challengeResponse }: SendCommand,
  recipient: Recipient,
  { refusal, quotas }: Refused,
): Promise<Extract<NotReserved, { quotas: unknown; rule: unknown }>> {
  if (refusal.kind !== "challenge_required") return { ...refusal, quotas };
  const { kind, rule, strength } = refusal;
  const challenge = await challenges.make({ app, recipient }, strength, clock.now());
  const isAddressKnown = client !== undefined && client.isCallers !== true;
  return {
    kind,
    challenge,
    rule,
    isAddressKnown,
    isResponseRefused: challengeResponse !== undefined,
    quotas,
  };
}
