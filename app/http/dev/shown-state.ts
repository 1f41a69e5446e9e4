/** Reads what became of a verification or delivery, whichever app it is of. */
import { channelOf, type ReceiptedAttempt } from "../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import { CHAIN_HINTS } from "../../service/attempt-hints.ts";
import type { ShownAttempt } from "../pages/timeline.tsx";
import type { ShownState } from "./inbox-data.ts";

/** Null when there is none any more. */
export type ReadState = (id: string) => Promise<ShownState | null>;

export function createReadState({ apps }: Pick<Service, "apps">): ReadState {
  return async (id) => {
    for (const app of apps.values()) {
      const found = await readIn(app, id);
      if (found !== null) return found;
    }
    return null;
  };
}

async function readIn(app: App, id: string): Promise<ShownState | null> {
  const verdict = await app.otp.read({ app: app.name, id });
  if (verdict.kind === "found") {
    const { checksLeft } = verdict.verification;
    return { ...shown(verdict.verification, app), checksLeft };
  }
  const carried = await app.otp.readDelivery({ app: app.name, id });
  return carried.kind === "found" ? shown(carried.delivery, app) : null;
}

function shown(view: VerificationView | DeliveryView, app: App): ShownState {
  const { id, purpose, status, attempts } = view;
  return {
    id,
    app: app.name,
    purpose,
    status,
    attempts: attempts.map((attempt) => shownAttempt(attempt, app)),
  };
}

function shownAttempt(attempt: ReceiptedAttempt, app: App): ShownAttempt {
  const { provider, outcome, reason, startedAt, durationMs, receipt } = attempt;
  const hint = reason === undefined ? null : (app.explain(provider, reason) ?? CHAIN_HINTS[reason]);
  return {
    provider,
    channel: channelOf(attempt),
    outcome,
    ...(reason !== undefined && { reason }),
    ...(hint && { hint }),
    startedAt,
    durationMs,
    ...(receipt && { receipt: receipt.state }),
  };
}
