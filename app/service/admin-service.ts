/** What the console of operators works with: its settings, sessions, and the way in. */
import type { AuditTrail } from "../../domain/audit/trail.ts";
import type { Clock, Random, Secrets } from "../../domain/ports.ts";
import type { Client } from "../../domain/rate-limits/sender.ts";
import type { Count } from "../../domain/rate-limits/sliding-window.ts";
import type { Store } from "../../domain/storage/store.ts";
import { HOUR_MS, MINUTE_MS, type EpochMs } from "../../domain/time.ts";
import { type AdminSessions, createAdminSessions } from "../access/admin-sessions.ts";
import { hashOf } from "../access/api-keys.ts";
import type { AdminSettings } from "../config/tables/admin.ts";

export type SignIn =
  /** `sealed` is the new session. */
  | { readonly kind: "signed_in"; readonly sealed: string }
  | { readonly kind: "unknown_key" }
  | { readonly kind: "too_many"; readonly until: EpochMs };

/** Tries are counted by address, and kept for good by network alone. */
export type SignInPlace = Pick<Client, "address" | "subnet">;

export interface AdminService {
  readonly settings: AdminSettings;
  readonly sessions: AdminSessions;
  /** Begins a session with a key. `from` is where the try comes from, null where that is not known. Throws StoreUnavailable. */
  signIn(key: string, from: SignInPlace | null): Promise<SignIn>;
}

/** Failed tries of one address. Keys cannot be guessed; this keeps the trail and the log readable, and a right key is never refused. */
const TRIES = 10;
const TRIES_WINDOW_MS = 15 * MINUTE_MS;
/** Failed tries of all addresses that are kept for good. Further ones are refused alike and leave no entry. */
const ENTRIES_PER_HOUR = 60;

interface AdminParts {
  readonly secrets: Secrets;
  readonly store: Pick<Store, "notes" | "windows">;
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
  readonly audit: Pick<AuditTrail, "record">;
}

export function adminServiceOf(settings: AdminSettings, parts: AdminParts): AdminService {
  const { secrets, store, clock, audit } = parts;
  const sessions = createAdminSessions({ ...parts, settings, notes: store.notes });
  const triesOf = (from: SignInPlace | null): Count => ({
    key: secrets.windowKey(`sign-in to the console\n${from?.address ?? ""}`),
    windowMs: TRIES_WINDOW_MS,
    counter: "used",
    amount: 1,
    limit: TRIES,
  });
  const entries: Count = {
    key: secrets.windowKey("failed sign-ins of the console"),
    windowMs: HOUR_MS,
    counter: "used",
    amount: 1,
    limit: ENTRIES_PER_HOUR,
  };

  /** Every key is compared, in constant time. */
  function keyWith(typed: string) {
    const hash = hashOf(typed) ?? "";
    return settings.keys.filter((key) => secrets.same(key.hash, hash))[0];
  }

  return {
    settings,
    sessions,
    async signIn(typed, from) {
      const at = clock.now();
      const network = from?.subnet ?? null;
      const key = keyWith(typed);
      if (key !== undefined) {
        await audit.record(key.name, { kind: "signed_in", from: network });
        return { kind: "signed_in", sealed: sessions.begin(key) };
      }
      const [tried] = await store.windows.count([triesOf(from)], at);
      if (tried?.counted === false) return { kind: "too_many", until: tried.freeAt };
      const [entry] = await store.windows.count([entries], at);
      if (entry?.counted === true) await audit.record("", { kind: "sign_in_failed", from: network });
      return { kind: "unknown_key" };
    },
  };
}
