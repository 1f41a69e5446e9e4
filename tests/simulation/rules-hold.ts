/** Invariants of the rules across recipients. */
import type { StartCommand } from "../../domain/otp.ts";
import type { Budget, Quota, RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import { mostWithin } from "../support/steps.ts";
import { DOINGS } from "./deeds.ts";
import { only, sentAt } from "./history.ts";
import { above, firstOf, type Invariant } from "./invariant.ts";
import type { Run } from "./world.ts";
import { DAY_MS, SECOND_MS } from "../../domain/time.ts";

/** A send may be counted this long before it is seen here: stores are slow, chains are long, and saves are repeated. */
const LAG_MS = 900 * SECOND_MS;

export const RULES_HOLD: Readonly<Record<string, Invariant>> = {
  "no day sees more sends than its budgets allow messages": ({ plan, events }) => {
    const times = sendsOf(events).map(([first = 0]) => first);
    return above(mostWithin(times, DAY_MS - LAG_MS), messagesAllowed(plan.rules), "sends in a day");
  },

  "budgets are exceeded by the chains under way and no further": ({ plan, events }) => {
    // A second message is counted when its send is over, if the store lets it.
    if (plan.weather.failsBefore + plan.weather.failsAfter > 0) return null;
    const sends = sendsOf(events);
    const further = Math.max(0, ...sends.map(({ length }) => length - 1));
    const bound = messagesAllowed(plan.rules) + plan.actors * further;
    return above(mostWithin(sends.flat(), DAY_MS - LAG_MS), bound, "messages in a day");
  },

  "no address is sent to more often than its quotas allow, to newcomers and to known people": ({
    plan,
    events,
  }) => exceeded(plan.rules.ip, events, plan.rules, ({ client }) => client?.address, 2),

  "no device is sent to more often than its quotas allow": ({ plan, events }) =>
    exceeded(plan.rules.caller["device"] ?? [], events, plan.rules, ({ limits }) => limits?.["device"]),

  "a rule that is not enforced refuses nothing": ({ plan, events }) => {
    const { ip, caller, guard } = plan.rules;
    const idle = new Set<string>([
      ...(ip.some(isEnforced) ? [] : ["ip_limit"]),
      ...(caller["device"]?.some(isEnforced) ? [] : ["caller_limit"]),
      ...(messagesAllowed(plan.rules) < Infinity ? [] : ["budget"]),
      ...(guard.mode === "enforce" ? [] : ["low_conversion", "challenge_required"]),
    ]);
    return started(events).find(({ verdict }) => idle.has(verdict.kind))?.verdict.kind ?? null;
  },

  "the guard does not refuse a known session": ({ events }) => {
    const refused = started(events).find(
      ({ command, verdict }) =>
        command.knownSession && ["low_conversion", "challenge_required"].includes(verdict.kind),
    );
    return refused === undefined ? null : `at ${refused.at}`;
  },
};

const isEnforced = ({ mode }: Quota) => mode === "enforce";

function started(events: Run["events"]) {
  return only(events, "answered").flatMap((answered) => (answered.verb === "start" ? [answered] : []));
}

/** When all messages were reserved that count as gone out, by send. */
function sendsOf(events: Run["events"]): readonly (readonly number[])[] {
  const out = only(events, "handed").filter(({ deed }) => {
    const { says } = DOINGS[deed];
    return typeof says === "string" || says.outcome === "accepted" || says.outcome === "unknown";
  });
  const bySend = Map.groupBy(out, ({ message }) => `${message.verificationId} ${sentAt(message)}`);
  return [...bySend.values()].map((some) => some.map(({ message }) => sentAt(message)));
}

/** Messages of a day that both budgets allow. In these worlds no provider reports a price. */
function messagesAllowed({ appBudget, serviceBudget, rialPerMessage }: RateLimitRules): number {
  const of = ({ messagesPerDay, rialPerDay, mode }: Budget) =>
    mode === "monitor"
      ? Infinity
      : Math.min(messagesPerDay ?? Infinity, Math.floor((rialPerDay ?? Infinity) / rialPerMessage));
  return Math.min(of(appBudget), of(serviceBudget));
}

/** How some sender got "sent" more often than its quotas allow; null when none did. */
function exceeded(
  quotas: readonly Quota[],
  events: Run["events"],
  { exempt }: RateLimitRules,
  senderOf: (command: StartCommand) => string | undefined,
  lanes = 1,
): string | null {
  // For a number that was approved meanwhile the verdict is "sent", also when nothing of this send went out.
  const sent = started(events).filter(
    ({ command, verdict }) =>
      verdict.kind === "sent" &&
      verdict.verification.status !== "approved" &&
      senderOf(command) !== undefined &&
      exempt[command.to] === undefined,
  );
  return firstOf(
    Map.groupBy(sent, ({ command }) => senderOf(command) ?? ""),
    (some) => {
      const times = some.map(({ at }) => at);
      const over = quotas
        .filter(isEnforced)
        .map(({ limit, windowMs }) => above(mostWithin(times, windowMs - LAG_MS), lanes * limit, "sends"));
      return over.find((how) => how !== null) ?? null;
    },
  );
}
