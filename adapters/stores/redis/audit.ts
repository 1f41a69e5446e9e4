/** The audit trail as one sorted set, whose scores are the numbers of its texts. It has no time to live. */
import type { AuditStore, StoredEntry } from "../../../domain/storage/store.ts";
import APPEND_AUDIT_LUA from "./append-audit.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";
import READ_AUDIT_LUA from "./read-audit.lua" with { type: "text" };

const APPEND = scriptOf(APPEND_AUDIT_LUA);
const READ = scriptOf(READ_AUDIT_LUA);

export function auditIn(commands: Commands, prefix: string): AuditStore {
  const key = `${prefix}:audit`;
  const read = async (...args: readonly (string | number)[]) =>
    entriesIn(await commands.runUnconfirmed(READ, [key], args));
  return {
    async append(seq, text) {
      return (await commands.run(APPEND, key, [seq, `${seq} ${text}`])) === 1 ? "appended" : "conflict";
    },
    read,
    last: async () => (await read("newest", 1))[0] ?? null,
  };
}

/** A member is the number, a space and the text; its score follows it. */
function entriesIn(answer: unknown): readonly StoredEntry[] {
  const parts = Array.isArray(answer) ? answer.map(String) : [];
  return parts.flatMap((member, index) =>
    index % 2 === 0 ? [{ seq: Number(parts[index + 1]), text: member.slice(member.indexOf(" ") + 1) }] : [],
  );
}
