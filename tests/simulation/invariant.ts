/** An invariant returns how a world broke it, or null. */
import type { Run } from "./world.ts";

export type Invariant = (run: Run) => string | null;

export function above(seen: number, allowed: number, what: string): string | null {
  return seen > allowed ? `${seen} ${what}, ${allowed} allowed` : null;
}

/** How the first group breaks an invariant; null when none does. */
export function firstOf<T>(
  groups: ReadonlyMap<string, readonly T[]>,
  broken: (group: readonly T[]) => string | null,
): string | null {
  for (const [name, group] of groups) {
    const how = broken(group);
    if (how !== null) return `${name}: ${how}`;
  }
  return null;
}
