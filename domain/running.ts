/** The sends under way in this process, so that canceling or approving a verification stops its chain at once. */

export interface Running {
  /** Notes a send of the verification; `stopped` resolves when somebody stops it. Call `end` when it is over. */
  begin(verificationId: string): { readonly stopped: Promise<void>; end(): void };
  stop(verificationId: string): void;
}

export function createRunning(): Running {
  const stops = new Map<string, Set<() => void>>();
  return {
    begin(id) {
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      const mine = stops.get(id) ?? new Set();
      stops.set(id, mine.add(stop));
      const end = () => {
        mine.delete(stop);
        if (mine.size === 0 && stops.get(id) === mine) stops.delete(id);
      };
      return { stopped, end };
    },
    stop(id) {
      for (const stop of stops.get(id) ?? []) stop();
    },
  };
}
