/** What `ramz explain` shows of one verification or delivery: the facts, the attempts, and the advice. */
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { EpochMs } from "../../../domain/time.ts";
import { adviceFor, adviceForDelivery } from "../../explain/advice.ts";
import type { FoundSent } from "../../explain/find-sent.ts";
import { deliveryBody } from "../../http/v1/delivery-body.ts";
import { verificationBody } from "../../http/v1/verification-body.ts";
import type { App } from "../../service/calling-app.ts";
import { reasonText } from "../../service/route-text.ts";
import { type OperatorsAttempt, presentForOperators } from "../../service/present-attempt.ts";

export interface Timeline {
  readonly app: string;
  readonly id: string;
  /** Lines of a name and a value, for a terminal. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly attempts: readonly OperatorsAttempt[];
  readonly advice: string;
  /** As the API shows it, with the number masked, and with the template or the line of each attempt. */
  readonly body: object;
}

export function timelineOf(found: FoundSent): Timeline {
  return found.kind === "verification"
    ? timelineOfVerification(found.view, found.app)
    : timelineOfDelivery(found.view, found.app);
}

type Sent = VerificationView | DeliveryView;

function timelineOfVerification(view: VerificationView, app: App): Timeline {
  return timeline(view, app, verificationBody(view, app, "en"), adviceFor(view).en, [
    ["verification", view.id],
    ...factsOf(view, app),
    ["checks left", String(view.checksLeft)],
    ...routeOf(view),
    ["trace", view.traceId],
  ]);
}

function timelineOfDelivery(view: DeliveryView, app: App): Timeline {
  return timeline(view, app, deliveryBody(view, app, "en"), adviceForDelivery(view).en, [
    ["delivery", view.id],
    ...factsOf(view, app),
    ["reported", view.outcome ?? "nothing"],
    ["trace", view.traceId],
  ]);
}

function timeline(view: Sent, app: App, body: object, advice: string, facts: Timeline["facts"]): Timeline {
  const attempts = view.attempts.map((attempt) => presentForOperators(attempt, app, "en"));
  const shown = { ...body, to: maskRecipient(view.recipient), attempts };
  return { app: app.name, id: view.id, facts, attempts, advice, body: shown };
}

function factsOf(view: Sent, { name }: App): Timeline["facts"] {
  return [
    ["app", name],
    ["number", maskRecipient(view.recipient)],
    ["status", view.status],
    ["purpose", `${view.purpose}, by ${view.channel}`],
    ["created", utc(view.createdAt)],
    ["expires", utc(view.expiresAt)],
  ];
}

/** Why the providers of the first send were not asked in the order of the chain. */
function routeOf({ routed }: VerificationView): Timeline["facts"] {
  if (routed?.reasons === undefined) return [];
  return routed.reasons.map((reason, index) => [
    index === 0 ? "route" : "",
    reasonText(reason, routed.operator).en,
  ]);
}

/** A moment for a terminal. */
export function utc(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
