/** The audit trail, in memory. */
import type { AuditStore, StoredEntry } from "../../domain/storage/store.ts";

/** `entries` can be tampered with, as a person with the store can. */
export function createMemoryAudit(): AuditStore & { entries: StoredEntry[] } {
  const audit = {
    entries: [] as StoredEntry[],
    async append(seq: number, text: string) {
      if ((audit.entries.at(-1)?.seq ?? 0) + 1 !== seq) return "conflict" as const;
      audit.entries.push({ seq, text });
      return "appended" as const;
    },
    async read(afterSeq: number, limit: number) {
      return audit.entries.filter(({ seq }) => seq > afterSeq).slice(0, limit);
    },
    last: async () => audit.entries.at(-1) ?? null,
  };
  return audit;
}
