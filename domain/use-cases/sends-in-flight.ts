/** The sends under way in this process, so that canceling or approving a verification stops its chain at once. */
import { ledgerKeyOf } from "../ledger/verification-id.ts";

export interface SendsInFlight {
  /** Notes a send for a ledger. Begins before the send is reserved: what is stopped meanwhile counts, too. */
  begin(ledgerKey: string): SendInFlight;
  /** Stops every send of the verification. */
  stop(verificationId: string): void;
}

/** One send under way. Call `end` when it is over. */
export interface SendInFlight {
  isStopped(verificationId: string): boolean;
  /** Resolves when the verification is stopped, at once if it already was. */
  stopped(verificationId: string): Promise<void>;
  end(): void;
}

export function createSendsInFlight(): SendsInFlight {
  const runs = new Map<string, Set<(id: string) => void>>();
  return {
    begin(key) {
      const { stop, run } = newRun();
      const ofLedger = runs.get(key) ?? new Set();
      runs.set(key, ofLedger.add(stop));
      const end = () => {
        ofLedger.delete(stop);
        if (ofLedger.size === 0 && runs.get(key) === ofLedger) runs.delete(key);
      };
      return { ...run, end };
    },
    stop(id) {
      for (const stop of runs.get(ledgerKeyOf(id) ?? "") ?? []) stop(id);
    },
  };
}

function newRun(): { readonly stop: (id: string) => void; readonly run: Omit<SendInFlight, "end"> } {
  const over = new Set<string>();
  const waiting: { readonly id: string; readonly resolve: () => void }[] = [];
  return {
    stop(id) {
      over.add(id);
      for (const waiter of waiting) if (waiter.id === id) waiter.resolve();
    },
    run: {
      isStopped: (id) => over.has(id),
      stopped(id) {
        const { promise, resolve } = Promise.withResolvers<void>();
        if (over.has(id)) resolve();
        else waiting.push({ id, resolve });
        return promise;
      },
    },
  };
}
