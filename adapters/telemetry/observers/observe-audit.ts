/** Acts of operators as log lines with the hash of their entry, so that the end of the trail cannot be taken away unseen. */
import type { AuditObserver } from "../../../domain/audit/trail.ts";

/** The part of the log that it needs. */
type AuditLog = (
  level: "info" | "error",
  message: string,
  fields: Readonly<Record<string, string | number>>,
) => void;

/** Lines name the key of the operator and the kind of the act, never a number or an address. */
export function createAuditObserver(log: AuditLog): AuditObserver {
  return {
    recorded({ seq, hash, who, act }) {
      log("info", `audit: ${who}, ${act.kind.replaceAll("_", " ")}`, {
        audit_seq: seq,
        audit_hash: hash,
        audit_who: who,
        audit_act: act.kind,
      });
    },
    shortened(seq, lastSeq) {
      log(
        "error",
        `The audit trail held an entry ${seq} and now ends with ${lastSeq}: entries were deleted from the store, or it was restored from a backup. Compare the log with "ramz audit".`,
        { audit_seq: seq },
      );
    },
  };
}
