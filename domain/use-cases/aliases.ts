/**
 * Aliases: names of 128 bits for verifications and deliveries, for callers whose ids have that size (decision 0036). An alias is a keyed
 * hash of the id, so it is the same at every send, and reveals neither the id nor the number.
 */
import { LEDGER_KEPT_MS } from "../ledger/ledger.ts";
import { POLICY_BOUNDS } from "../ledger/policy.ts";
import type { StartCommand } from "../otp.ts";
import type { Secrets } from "../ports.ts";
import type { NoteStore } from "../storage/store.ts";
import { nullOnOutage } from "../storage/transact.ts";

export interface Aliases {
  /** The alias of an id: 32 lower-case hexadecimal digits. */
  of(id: string): string;
  /**
   * Lets `idOf` find the id for as long as its ledger is kept. Costs one round trip. An outage is no error: the id is then found by its number
   * alone.
   */
  keep(app: string, id: string): Promise<void>;
  /** The id with this alias in this app; null when there is none. Costs one round trip. Throws StoreUnavailable. */
  idOf(app: string, alias: string): Promise<string | null>;
}

/** From the send on: the longest life of a code, and what a ledger is kept after its last save. */
const KEPT_MS = POLICY_BOUNDS.ttlMs[1] + LEDGER_KEPT_MS;

export function createAliases(
  notes: Pick<NoteStore, "expect" | "read">,
  secrets: Pick<Secrets, "alias" | "windowKey">,
): Aliases {
  const nameOf = (app: string, alias: string) => secrets.windowKey(`alias of\n${app}\n${alias}`);
  return {
    of: (id) => secrets.alias(id),
    async keep(app, id) {
      await nullOnOutage(notes.expect(nameOf(app, secrets.alias(id)), id, KEPT_MS));
    },
    async idOf(app, alias) {
      return (await notes.read(nameOf(app, alias)))?.about ?? null;
    },
  };
}

/** For callers that know ids as they are. */
export const noAliases: Pick<Aliases, "keep"> = { keep: async () => {} };

/** Keeps the alias of an id if its caller looks it up by that. */
export async function keepAlias(
  { aliases }: { readonly aliases: Pick<Aliases, "keep"> },
  { app, isAliased = false }: Pick<StartCommand, "app" | "isAliased">,
  id: string,
): Promise<void> {
  if (isAliased) await aliases.keep(app, id);
}
