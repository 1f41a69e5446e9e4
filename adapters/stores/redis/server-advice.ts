/** Settings of the Redis server that an operator should change (docs/how-to/use-redis.md). */
import type { Commands } from "./commands.ts";

export interface Advice {
  readonly detail: string;
  readonly remedy: string;
}

/** Lines of INFO that show a problem. */
const CHECKS: readonly (readonly [line: RegExp, advise: (value: string) => Advice])[] = [
  [
    /^maxmemory_policy:(?!noeviction)(\S+)/m,
    (policy) => ({
      detail: `Redis may drop ledgers when its memory is full (maxmemory-policy ${policy}), and with them limits and used codes.`,
      remedy: "Set maxmemory-policy noeviction in its configuration, and with CONFIG SET.",
    }),
  ],
  [
    /^aof_enabled:(0)/m,
    () => ({
      detail: "Redis does not log its writes (appendonly no): a restart forgets limits and pending codes.",
      remedy: "Set appendonly yes in its configuration, and with CONFIG SET.",
    }),
  ],
];

/** In a Cluster, about one of its nodes. Throws StoreUnavailable. */
export async function adviceFrom(commands: Commands): Promise<readonly Advice[]> {
  const info = String(await commands.info());
  return CHECKS.flatMap(([line, advise]) => {
    const value = line.exec(info)?.[1];
    return value === undefined ? [] : [advise(value)];
  });
}
