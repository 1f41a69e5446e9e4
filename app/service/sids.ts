/** Sids of verifications: `VE` and the alias of an id (decision 0036). */
import { ledgerKeyOfDelivery } from "../../domain/ledger/verification-id.ts";
import type { Aliases } from "../../domain/use-cases/aliases.ts";
import type { NotFound } from "../../domain/verdicts.ts";

/** What a sid stands for: a verification, or a code of the caller's own. */
export type FoundId = { readonly kind: "verification" | "delivery"; readonly id: string } | NotFound;

const SID = /^VE([0-9a-f]{32})$/i;

/** Whether the text has the shape of a sid. */
export function isSid(text: string): boolean {
  return SID.test(text);
}

/** The id behind a sid of this app. Costs one round trip, and none of a text without the shape of one. Throws StoreUnavailable. */
export async function idBySid(aliases: Pick<Aliases, "idOf">, app: string, sid: string): Promise<FoundId> {
  const alias = SID.exec(sid)?.[1]?.toLowerCase();
  const id = alias === undefined ? null : await aliases.idOf(app, alias);
  if (id === null) return { kind: "not_found" };
  return { kind: ledgerKeyOfDelivery(id) === null ? "verification" : "delivery", id };
}
