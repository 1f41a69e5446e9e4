/** The audit trail as one hash, which has no time to live. */
import type { AuditStore, StoredEntry } from "../../../domain/storage/store.ts";
import AUDIT_LUA from "./audit.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";

const AUDIT = scriptOf(AUDIT_LUA);

export function auditIn(commands: Commands, prefix: string): AuditStore {
  const key = `${prefix}:audit`;
  const entries = async (...args: readonly (string | number)[]) =>
    entriesIn(await commands.runUnconfirmed(AUDIT, [key], args));
  return {
    async append(seq, text) {
      return (await commands.run(AUDIT, key, ["append", seq, text])) === 1 ? "appended" : "conflict";
    },
    read: (afterSeq, limit) => entries("read", afterSeq, limit),
    last: async () => (await entries("last"))[0] ?? null,
  };
}

/** Numbers and texts in turn. */
function entriesIn(answer: unknown): readonly StoredEntry[] {
  const parts = Array.isArray(answer) ? answer.map(String) : [];
  return parts.flatMap((seq, index) =>
    index % 2 === 0 ? [{ seq: Number(seq), text: parts[index + 1] ?? "" }] : [],
  );
}
