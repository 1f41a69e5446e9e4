/** Examines providers at an interval while Ramz serves, so that metrics show a low credit before a send fails. */
import type { Finding } from "../../adapters/providers/_kit/plugin.ts";
import type { Clock } from "../../domain/ports.ts";
import { type EpochMs, SECOND_MS } from "../../domain/time.ts";
import { everySecond, type Repeated } from "../../domain/use-cases/every-second.ts";
import { labelOf } from "./provider-chains.ts";
import type { ProviderHandle } from "./provider-handles.ts";

export type Findings = readonly (readonly [provider: string, findings: readonly Finding[]])[];

export interface Examinations extends Repeated {
  /** From now on these are examined, the first time at once; none of them if the interval is 0. Findings about others are forgotten. */
  examine(handles: readonly ProviderHandle[], intervalMs: number): void;
  /** What the last examination of each provider found. */
  findings(): Findings;
}

const TIMEOUT_MS = 20 * SECOND_MS;

export function createExaminations(clock: Clock): Examinations {
  let examined: readonly ProviderHandle[] = [];
  let everyMs = 0;
  let dueAt: EpochMs = 0;
  let found: Findings = [];

  async function examineAll(): Promise<void> {
    const now = clock.now();
    if (everyMs === 0 || now < dueAt) return;
    dueAt = now + everyMs;
    const handles = examined;
    const all = await Promise.all(
      handles.map(
        async (handle) =>
          [labelOf(handle, handle.name), (await handle.examine(now + TIMEOUT_MS)) ?? []] as const,
      ),
    );
    // A reload may have put others in their place meanwhile.
    if (examined === handles) found = all;
  }

  return {
    ...everySecond(examineAll, clock),
    examine(handles, intervalMs) {
      examined = handles;
      everyMs = intervalMs;
      dueAt = 0;
      found = [];
    },
    findings: () => found,
  };
}
