/** What Redis says of its own settings that whoever runs it should know. */
import type { Link } from "./commands.ts";

export interface Advice {
  readonly detail: string;
  readonly remedy: string;
}

/** Lines of INFO, and what is wrong with what they may say (docs/how-to/use-redis.md). */
const DOUBTS: readonly (readonly [line: RegExp, advise: (value: string) => Advice])[] = [
  [
    /^maxmemory_policy:(?!noeviction)(\S+)/m,
    (policy) => ({
      detail: `Redis may drop ledgers when its memory is full (maxmemory-policy ${policy}), and with them limits and used-up codes.`,
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

/** Of a Cluster the node that happens to be asked. Throws StoreUnavailable. */
export async function adviceOf(link: Link): Promise<readonly Advice[]> {
  const info = String(await link.info());
  return DOUBTS.flatMap(([line, advise]) => {
    const value = line.exec(info)?.[1];
    return value === undefined ? [] : [advise(value)];
  });
}
