/** What a server under load is asked for, and how a hand-written one keeps its rows. */
export interface SubjectOptions {
  readonly kind: "bare" | "by hand" | "ramz" | "better-auth";
  /** As in RAMZ_STORE: `sqlite:/a/file` or `redis://host:port`. The bare route keeps nothing. */
  readonly store: string;
  /** How long its provider takes. */
  readonly providerMs?: number;
  /** With every rule across recipients at work, each too high to refuse anything. */
  readonly limited?: boolean;
  /** Listens there together with others, each connection going to one of them; 0 finds a free port. */
  readonly sharedPort?: number;
}

/** A verification that waits for its check. */
export interface Target {
  /** What a check names it by. */
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
  /** Throws when the row has another revision: nobody races here. */
  write(key: string, row: Row): Promise<void> | void;
}

export interface Row {
  readonly revision: number;
  /** A ledger as JSON, as it is. */
  readonly text: string;
}
