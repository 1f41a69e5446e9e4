/** The sends under way in this process, so that a cancel or an approval stops their chains at once. */
import type { SkipReason } from "../delivery/attempt.ts";
import { ledgerKeyOf, ledgerKeyOfDelivery } from "../ledger/verification-id.ts";

export interface SendsInFlight {
  /** Registers a send of a ledger. Called before the send is reserved, so that a stop in between counts too. */
  begin(ledgerKey: string): SendInFlight;
  /** Stops every send of the verification or delivery. The first reason stands. */
  stop(id: string, reason?: StopReason): void;
}

/** `stopped`: it was settled or forgotten. `too_late`: its caller gets an error, and nothing may be sent behind one. */
export type StopReason = Extract<SkipReason, "stopped" | "too_late">;

/** One send under way. `end` must be called when it is over. */
export interface SendInFlight {
  /** Why it sends nothing more; null while it may. */
  stopReason(verificationId: string): StopReason | null;
  /** Resolves when the verification is stopped; at once if it already is. */
  stopped(verificationId: string): Promise<void>;
  /** Whether a message may be out or on its way: a call is under way, or one ended as accepted or unknown. */
  mayBeOut: boolean;
  end(): void;
}

export function createSendsInFlight(): SendsInFlight {
  const byLedger = new Map<string, Set<StoppableSend>>();
  return {
    begin(key) {
      const send = createStoppable();
      const sends = byLedger.get(key) ?? new Set();
      byLedger.set(key, sends.add(send));
      const end = () => {
        sends.delete(send);
        if (sends.size === 0 && byLedger.get(key) === sends) byLedger.delete(key);
      };
      return { ...send, mayBeOut: false, end };
    },
    stop(id, reason = "stopped") {
      const sends = byLedger.get(ledgerKeyOf(id) ?? ledgerKeyOfDelivery(id) ?? "") ?? [];
      for (const send of sends) send.stop(id, reason);
    },
  };
}

interface StoppableSend extends Pick<SendInFlight, "stopReason" | "stopped"> {
  stop(verificationId: string, reason: StopReason): void;
}

function createStoppable(): StoppableSend {
  const reasons = new Map<string, StopReason>();
  const waiting: { readonly id: string; readonly resolve: () => void }[] = [];
  return {
    stop(id, reason) {
      if (!reasons.has(id)) reasons.set(id, reason);
      for (const waiter of waiting) if (waiter.id === id) waiter.resolve();
    },
    stopReason: (id) => reasons.get(id) ?? null,
    stopped(id) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (reasons.has(id)) resolve();
      else waiting.push({ id, resolve });
      return promise;
    },
  };
}
