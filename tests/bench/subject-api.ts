/** The interface of a server under load, and of the storage of a hand-written one. */
export interface SubjectOptions {
  readonly kind: "bare" | "by hand" | "ramz" | "better-auth";
  /** As in RAMZ_STORE: `sqlite:/a/file` or `redis://host:port`. The bare route keeps nothing. */
  readonly store: string;
  /** How long its provider takes. */
  readonly providerMs?: number;
  /** With every rule across recipients counting, each too high to refuse anything. */
  readonly limited?: boolean;
  /** Its provider reports what became of messages, by calls that name one message each. */
  readonly receipts?: boolean;
  /** A chain of three providers, whose order is fixed or learned. */
  readonly routing?: "fixed" | "learn";
  /** Its provider shows every message in the development inbox, which is served. */
  readonly inbox?: boolean;
  /** Shares this port with other processes; the kernel assigns connections. 0 selects a free port. */
  readonly sharedPort?: number;
}

/** A verification that waits for its check. */
export interface Target {
  /** What a check refers to it by. */
  readonly id: string;
  readonly code: string;
}

export interface Subject {
  readonly port: number;
  /** Verifications ready to be checked. */
  prepare(count: number): Promise<readonly Target[]>;
}

/** Rows by key, each lasting a day; a write succeeds only on the revision it follows. */
export interface Rows {
  read(key: string): Promise<Row | null> | Row | null;
  /** Throws when the row has another revision; the benchmark has no races. */
  write(key: string, row: Row): Promise<void> | void;
}

export interface Row {
  readonly revision: number;
  /** A ledger as JSON, as it is. */
  readonly text: string;
}
