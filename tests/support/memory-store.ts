/** A store in memory. Ledgers are frozen instead of copied: changing one in place throws a TypeError. */
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Store, StoredLedger } from "../../domain/storage/store.ts";
import { createMemoryAudit } from "./memory-audit.ts";
import { createMemoryNotes, type NoteVerb } from "./memory-notes.ts";
import { createMemoryOnce } from "./memory-once.ts";
import { createMemoryWindows } from "../../domain/rate-limits/in-memory-windows.ts";
import type { EpochMs } from "../../domain/time.ts";

type Verb = "load" | "save" | NoteVerb;

export interface MemoryStore extends Store {
  /** The stored ledger. */
  peek(key: string): Ledger | null;
  /** Verbs used so far, in order. */
  readonly verbs: Verb[];
}

interface Kept extends StoredLedger {
  readonly expiresAt: EpochMs;
}

/** Forgets a ledger the moment it may, which is the hardest a store can be on the rules. */
export function createMemoryStore(clock: Clock): MemoryStore {
  const kept = new Map<string, Kept>();
  const verbs: Verb[] = [];

  const find = (key: string): StoredLedger | null => {
    const found = kept.get(key);
    if (found === undefined || clock.now() >= found.expiresAt) return null;
    return { ledger: found.ledger, revision: found.revision };
  };
  return {
    windows: createMemoryWindows(clock),
    once: createMemoryOnce(clock),
    notes: createMemoryNotes(clock, (verb) => verbs.push(verb)),
    audit: createMemoryAudit(),
    verbs,
    peek: (key) => find(key)?.ledger ?? null,
    async load(key) {
      verbs.push("load");
      return find(key);
    },
    async save(key, ledger, revision, expiresAt) {
      verbs.push("save");
      if ((find(key)?.revision ?? 0) !== revision) return "conflict";
      kept.set(key, { ledger: frozen(ledger), revision: revision + 1, expiresAt });
      return "saved";
    },
    async ping() {},
    async close() {},
  };
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
