/**
 * Carriers of numbers, as receipts name them. The numbering plan knows the first operator of a number; a number that was ported keeps it
 * there. A vendor that carried a message to it may name the operator of today, and for that number its word wins: the next start orders
 * and counts by it (decision 0050). It is a note under a keyed hash of the number, so no ledger is touched.
 */
import type { Provider } from "../../delivery/provider.ts";
import type { MessageStatus } from "../../delivery/receipt.ts";
import { LEDGER_KEPT_MS } from "../../ledger/ledger.ts";
import type { Secrets } from "../../ports.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { Routing } from "../../routing/routing.ts";
import type { NoteStore } from "../../storage/store.ts";
import { nullOnOutage } from "../../storage/transact.ts";
import { DAY_MS } from "../../time.ts";
import type { NotedReceipt } from "./receipt-notes.ts";

/** Numbers move rarely, and a receipt after this time names the carrier again. */
const KEPT_MS = 180 * DAY_MS;
/** In the place of a carrier: the number was forgotten, and receipts of its last messages may still come. */
const FORGOTTEN = "";

/** A message of which a receipt came, and what proves it. */
type ProvenMessage = Pick<NotedReceipt, "message" | "proof">;

export interface Carriers {
  /** Names the note of a number: a keyed hash of it. */
  noteOf(recipient: Recipient): string;
  /** What receipts named last for the number; null when none did, or when the store does not answer. One round trip. */
  of(recipient: Recipient): Promise<string | null>;
  /**
   * Keeps what a receipt of a message names, where it is news. Costs nothing where the message was ordered by it, and one round trip where it
   * was not. Never rejects because of an outage.
   */
  note(provider: Provider, status: MessageStatus, proven: ProvenMessage): Promise<void>;
  /** Removes the note of a number, and keeps receipts from writing it again. Throws StoreUnavailable. */
  forget(recipient: Recipient): Promise<void>;
}

export interface CarrierParts {
  readonly notes: NoteStore;
  readonly secrets: Pick<Secrets, "windowKey">;
}

export function createCarriers({ notes, secrets }: CarrierParts): Carriers {
  const noteOf = (recipient: Recipient) => secrets.windowKey(`carrier\n${recipient}`);
  return {
    noteOf,
    async of(recipient) {
      const found = await nullOnOutage(notes.read(noteOf(recipient)));
      return found === null || found.about === FORGOTTEN ? null : found.about;
    },
    async note({ carriers = [] }, { carrier }, { message, proof }) {
      const { operator, carrierNote } = message;
      if (carrierNote === undefined || carrier === undefined || carrier === operator) return;
      // Only who is proven to be the vendor may move a number to another operator's order, and only to a name that is listed.
      if (proof === "path" || !carriers.includes(carrier)) return;
      await nullOnOutage(notes.expect(carrierNote, carrier, KEPT_MS, [FORGOTTEN, carrier]));
    },
    forget: (recipient) => notes.expect(noteOf(recipient), FORGOTTEN, LEDGER_KEPT_MS),
  };
}

/** Knows no carrier and keeps none. */
export const noCarriers: Carriers = {
  noteOf: () => "",
  of: async () => null,
  note: async () => {},
  forget: async () => {},
};

/** What an app knows of carriers. */
interface CarrierContext {
  readonly routing: Pick<Routing, "mode">;
  readonly carriers: Carriers;
}

/** Where a message of this provider has the carrier of its number noted; undefined where nothing would read that. */
export function carrierNoteFor(
  { routing, carriers }: CarrierContext,
  provider: Provider,
  recipient: Recipient,
): string | undefined {
  const isRead = routing.mode !== "fixed" && provider.carriers !== undefined;
  return isRead ? carriers.noteOf(recipient) : undefined;
}

/**
 * The carrier of a number, for the order of a send through these providers; null where the numbering plan's operator stands. The store is
 * read at once, so that the reading shares the round trip of the ledger, and only where these providers could have named a carrier.
 */
export async function carrierFor(
  { routing, carriers }: CarrierContext,
  providers: readonly Provider[],
  recipient: Recipient,
): Promise<string | null> {
  if (routing.mode === "fixed") return null;
  const names = providers.flatMap(({ carriers: named = [] }) => named);
  if (names.length === 0) return null;
  const carrier = await carriers.of(recipient);
  // A name that no recipe has any more would be seen nowhere.
  return carrier !== null && names.includes(carrier) ? carrier : null;
}
