/** What happened in one simulated world, in order. Every invariant is checked on it. */
import type { DeliveryMessage } from "../../domain/delivery/provider.ts";
import type { CheckCommand, StartCommand } from "../../domain/otp.ts";
import type { Notice } from "../../domain/rate-limits/rule.ts";
import type { CancelVerdict, CheckVerdict, ReadVerdict, StartVerdict } from "../../domain/verdicts.ts";
import type { Deed } from "./deeds.ts";
import type { EpochMs } from "../../domain/time.ts";

/** A use case and its verdict. */
export type Answered =
  | { readonly verb: "start"; readonly command: StartCommand; readonly verdict: StartVerdict }
  | { readonly verb: "check"; readonly command: CheckCommand; readonly verdict: CheckVerdict }
  | { readonly verb: "cancel"; readonly verdict: CancelVerdict }
  | { readonly verb: "read"; readonly verdict: ReadVerdict };

export type Event = { readonly at: EpochMs; readonly process: number } & (
  | {
      readonly kind: "handed";
      readonly provider: string;
      readonly message: DeliveryMessage;
      readonly deadline: EpochMs;
      readonly deed: Deed;
    }
  | { readonly kind: "arrived"; readonly message: DeliveryMessage }
  | ({ readonly kind: "answered" } & Answered)
  /** A notice of the rules across recipients for the operator. */
  | { readonly kind: "noticed"; readonly notice: Notice }
  | { readonly kind: "failed"; readonly verb: Answered["verb"]; readonly error: unknown }
);

type OfKind<K extends Event["kind"]> = Extract<Event, { kind: K }>;

export function only<K extends Event["kind"]>(events: readonly Event[], kind: K): readonly OfKind<K>[] {
  return events.filter((event): event is OfKind<K> => event.kind === kind);
}

/** When the send of a message was reserved. An attempt id is `<verification>.<reserved at>.<index>`. */
export function sentAt({ attemptId }: DeliveryMessage): EpochMs {
  return Number(attemptId.split(".")[1]);
}

/** One line per event, to follow a replayed run. */
export function lineOf(event: Event, start: EpochMs): string {
  const head = `${String(event.at - start).padStart(9)} ms  process ${event.process}  ${event.kind}`;
  switch (event.kind) {
    case "handed":
      return `${head} to ${event.provider}, which ${event.deed}: ${event.message.attemptId} ${event.message.code}`;
    case "arrived":
      return `${head} ${event.message.attemptId} ${event.message.code}`;
    case "answered":
      return `${head} ${event.verb}: ${event.verdict.kind}${"verification" in event.verdict ? ` ${event.verdict.verification.id}` : ""}`;
    case "noticed":
      return `${head} ${JSON.stringify(event.notice)}`;
    case "failed":
      return `${head} ${event.verb}: ${String(event.error)}`;
  }
}
