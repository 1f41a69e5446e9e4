/** Work that no request waits for, such as a chain that moves on. */

export interface Background {
  /** Runs the work; an error is reported. */
  run(work: () => Promise<unknown>): void;
  /** Resolves when no work is under way. */
  settled(): Promise<void>;
}

export function createBackground(report: (error: unknown) => void): Background {
  const underWay = new Set<Promise<void>>();
  return {
    run(work) {
      const running = reported(work, report).finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

async function reported(work: () => Promise<unknown>, report: (error: unknown) => void): Promise<void> {
  try {
    await work();
  } catch (error) {
    report(error);
  }
}
