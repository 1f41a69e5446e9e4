/** The sends under way in this process, so that a cancel or an approval stops their chains at once. */
import { ledgerKeyOf, ledgerKeyOfDelivery } from "../ledger/verification-id.ts";

export interface SendsInFlight {
  /** Registers a send of a ledger. Called before the send is reserved, so that a stop in between counts too. */
  begin(ledgerKey: string): SendInFlight;
  /** Stops every send of the verification or delivery. */
  stop(id: string): void;
}

/** One send under way. `end` must be called when it is over. */
export interface SendInFlight {
  isStopped(verificationId: string): boolean;
  /** Resolves when the verification is stopped; at once if it already is. */
  stopped(verificationId: string): Promise<void>;
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
      return { isStopped: send.isStopped, stopped: send.stopped, end };
    },
    stop(id) {
      for (const send of byLedger.get(ledgerKeyOf(id) ?? ledgerKeyOfDelivery(id) ?? "") ?? []) send.stop(id);
    },
  };
}

interface StoppableSend extends Omit<SendInFlight, "end"> {
  stop(verificationId: string): void;
}

function createStoppable(): StoppableSend {
  const stoppedIds = new Set<string>();
  const waiting: { readonly id: string; readonly resolve: () => void }[] = [];
  return {
    stop(id) {
      stoppedIds.add(id);
      for (const waiter of waiting) if (waiter.id === id) waiter.resolve();
    },
    isStopped: (id) => stoppedIds.has(id),
    stopped(id) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (stoppedIds.has(id)) resolve();
      else waiting.push({ id, resolve });
      return promise;
    },
  };
}
