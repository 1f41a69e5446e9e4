/** Why nothing was sent, or why no provider took it: answered alike by every route of this surface that sends. */
import type { Attempt } from "../../../domain/delivery/attempt.ts";
import type { NotAdmitted, NotReserved } from "../../../domain/verdicts.ts";
import { failureProblem } from "../problems/failure.ts";
import { type FailedSend, failedSend, notAdmitted, notSent } from "../problems/not-sent.ts";
import type { VerdictContext } from "./verdict-context.ts";

export function answerNotSent(
  verdict: NotReserved | NotAdmitted,
  channel: string,
  reply: VerdictContext,
): Response {
  return failureProblem(notSent(verdict, channel, reply), reply);
}

/** A send that no provider took. `members` hold what was to be sent, with the timeline of its `attempts`. */
export function answerFailedSend(
  verdict: FailedSend,
  attempts: readonly Attempt[],
  members: Readonly<Record<string, unknown>>,
  reply: VerdictContext,
): Response {
  return failureProblem({ ...failedSend(verdict, attempts, reply), members }, reply);
}

export function refuseNumber(verdict: NotAdmitted, reply: VerdictContext): Response {
  return failureProblem(notAdmitted(verdict, reply), reply);
}
