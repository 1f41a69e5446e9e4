/** The invariant of numbers that have no account at a messenger. */
import type { Attempt } from "../../domain/delivery/attempt.ts";
import { only, sentAt } from "./history.ts";
import type { Invariant } from "./invariant.ts";

export const MESSENGERS_REST: Readonly<Record<string, Invariant>> = {
  "a messenger where the number has no account is not tried again for its verification": ({ events }) => {
    const resting = new Map<string, number>();
    for (const { verb, verdict, at } of only(events, "answered")) {
      if (verb !== "start" || verdict.kind !== "sent" || !verdict.recorded) continue;
      const { id, attempts } = verdict.verification;
      for (const { provider } of attempts.filter(saysSo))
        resting.set(`${id} ${provider}`, Math.min(at, resting.get(`${id} ${provider}`) ?? at));
    }
    const tried = only(events, "handed").find(
      ({ provider, message }) =>
        sentAt(message) > (resting.get(`${message.verificationId} ${provider}`) ?? Infinity),
    );
    return tried === undefined ? null : `${tried.provider} got ${tried.message.attemptId}`;
  },
};

function saysSo({ outcome, reason }: Attempt): boolean {
  return outcome === "refused" && reason === "not_a_user";
}
