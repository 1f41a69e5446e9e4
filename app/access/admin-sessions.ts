/**
 * Sessions of operators. What a session is stands sealed in its cookie, so that any process serves it; the store keeps only which sessions
 * were ended before their time (decision 0041).
 */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import type { Clock, Random, Secrets } from "../../domain/ports.ts";
import type { NoteStore } from "../../domain/storage/store.ts";
import type { AdminKey, AdminSettings } from "../config/tables/admin.ts";

const Shape = Type.Object({
  id: Type.String(),
  /** The name of the operator's key. */
  name: Type.String(),
  /** The beginning of the key's hash: a session ends with its key. */
  key: Type.String(),
  startedAt: Type.Number(),
  /** Of the last request; see `renewed`. */
  seenAt: Type.Number(),
});

export type AdminSession = Static<typeof Shape>;

export interface AdminSessions {
  /** A new session, sealed. */
  begin(key: AdminKey): string;
  /** The session; null when it is none, was ended, its time is over, or its key was removed. Throws StoreUnavailable. */
  read(sealed: string): Promise<AdminSession | null>;
  /** The session sealed anew, once its last request is long enough ago; null when that would gain nothing. */
  renewed(session: AdminSession): string | null;
  /** From now on `read` gives null for it, in every process. Throws StoreUnavailable. */
  end(session: AdminSession): Promise<void>;
  /** What a form of the session holds, and no other site can know (ASVS 5.0, 3.5.1). */
  formToken(session: AdminSession): string;
}

const NAME = "admin session";
const ID_BYTES = 16;
const FINGERPRINT_CHARS = 24;
/** The time without a request is counted this much too short at most. */
const RENEWAL_PARTS = 20;

interface SessionParts {
  readonly settings: Pick<AdminSettings, "keys" | "sessionMs" | "idleMs">;
  readonly secrets: Pick<Secrets, "seal" | "unseal" | "windowKey">;
  readonly notes: Pick<NoteStore, "expect" | "read">;
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
}

export function createAdminSessions({
  settings,
  secrets,
  notes,
  clock,
  random,
}: SessionParts): AdminSessions {
  const { keys, sessionMs, idleMs } = settings;
  const seal = (session: AdminSession) => secrets.seal(JSON.stringify(session), NAME);
  const endOf = ({ id }: AdminSession) => secrets.windowKey(`ended admin session\n${id}`);

  function isCurrent({ name, key, startedAt, seenAt }: AdminSession): boolean {
    const now = clock.now();
    const hasKey = keys.some((one) => one.name === name && fingerprintOf(one) === key);
    return hasKey && now < startedAt + sessionMs && now < seenAt + idleMs;
  }

  return {
    begin(key) {
      const now = clock.now();
      const id = random.token(ID_BYTES);
      return seal({ id, name: key.name, key: fingerprintOf(key), startedAt: now, seenAt: now });
    },
    async read(sealed) {
      const text = secrets.unseal(sealed, NAME);
      const session: unknown = text === null ? null : JSON.parse(text);
      if (!Value.Check(Shape, session) || !isCurrent(session)) return null;
      return (await notes.read(endOf(session))) === null ? session : null;
    },
    renewed(session) {
      const seenAt = clock.now();
      return seenAt - session.seenAt < idleMs / RENEWAL_PARTS ? null : seal({ ...session, seenAt });
    },
    end: (session) => notes.expect(endOf(session), "ended", sessionMs),
    formToken: ({ id }) => secrets.windowKey(`form of admin session\n${id}`),
  };
}

function fingerprintOf({ hash }: AdminKey): string {
  return hash.slice(0, FINGERPRINT_CHARS);
}
