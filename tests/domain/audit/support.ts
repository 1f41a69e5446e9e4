import type { AuditObserver } from "../../../domain/audit/trail.ts";
import { createAuditTrail } from "../../../domain/audit/trail.ts";
import type { ReadEntry } from "../../../domain/audit/entry.ts";
import type { Secrets } from "../../../domain/ports.ts";
import type { AuditStore } from "../../../domain/storage/store.ts";
import { createMemoryAudit } from "../../support/memory-audit.ts";
import { createTestSecrets } from "../../support/secrets.ts";
import { createSimClock } from "../../support/sim-clock.ts";

/** A trail over a store in memory, with what its observer was told. */
export function trailOver(given: { readonly store?: AuditStore; readonly secrets?: Secrets } = {}) {
  const memory = createMemoryAudit();
  const { store = memory, secrets = createTestSecrets() } = given;
  const logged: ReadEntry[] = [];
  const shortened: (readonly [seq: number, lastSeq: number])[] = [];
  const observer: AuditObserver = {
    recorded: (entry) => void logged.push(entry),
    shortened: (...seqs) => void shortened.push(seqs),
  };
  const trail = createAuditTrail({ store, secrets, clock: createSimClock(), observer });
  return { trail, memory, logged, shortened };
}
