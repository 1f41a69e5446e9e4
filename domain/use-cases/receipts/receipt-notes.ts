/**
 * Receipts in the store. A message is expected when a provider accepted it, under a name that its account and id give; a receipt is noted
 * under that name, and the timeline joins it when it is read (decision 0027). Ledgers are not touched.
 */
import type { Provider } from "../../delivery/provider.ts";
import type { Receipt, ReceiptProof, ReceiptState } from "../../delivery/receipt.ts";
import { LEDGER_KEPT_MS } from "../../ledger/ledger.ts";
import type { Clock, Secrets } from "../../ports.ts";
import type { NoteStore } from "../../storage/store.ts";
import type { EpochMs } from "../../time.ts";
import { decodeSent, encodeSent, type SentMessage } from "./sent-message.ts";

/** A message by the account that its provider uses and the vendor's id. Providers that share an account share its messages. */
export interface MessageKey {
  readonly account: Provider["account"];
  readonly messageId: string;
}

/** A final state of a message, with what proves it. */
export interface GivenReceipt extends MessageKey {
  readonly state: ReceiptState;
  readonly reason?: string | undefined;
  readonly proof: ReceiptProof;
}

/** A receipt that was noted, and counts: the first of its state, and not overruled by one before. */
export interface NotedReceipt {
  readonly message: SentMessage;
  readonly receipt: Receipt;
  readonly proof: ReceiptProof;
  /** From the acceptance to the receipt. */
  readonly afterMs: number;
}

export type NoteResult =
  | { readonly kind: "noted"; readonly noted: NotedReceipt }
  /** It was noted before, or a delivery was noted before it. */
  | { readonly kind: "repeated"; readonly message: SentMessage }
  /** No message waits for it: unknown, of another system, or too late. Nothing was changed. */
  | { readonly kind: "unexpected" };

/** Every method throws StoreUnavailable. */
export interface ReceiptNotes {
  /** Receipts of this message are taken as long as its ledger is kept. One round trip. */
  expect(key: MessageKey, message: SentMessage): Promise<void>;
  /** Notes a receipt. One round trip; the same receipt again changes nothing. */
  note(given: GivenReceipt): Promise<NoteResult>;
  /** The receipt of a message; null while there is none. */
  of(key: MessageKey): Promise<Receipt | null>;
}

export interface ReceiptNoteParts {
  readonly notes: NoteStore;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly clock: Pick<Clock, "now">;
}

export function createReceiptNotes({ notes, secrets, clock }: ReceiptNoteParts): ReceiptNotes {
  const nameOf = ({ account, messageId }: MessageKey) =>
    secrets.windowKey(`message\n${account}\n${messageId}`);
  return {
    async expect(key, message) {
      await notes.expect(nameOf(key), encodeSent(message), LEDGER_KEPT_MS);
    },
    async note(given) {
      const { state, reason, proof } = given;
      const at = clock.now();
      const text = JSON.stringify(reason === undefined ? [at] : [at, reason]);
      const before = await notes.add(nameOf(given), state, text);
      const message = before === null ? null : decodeSent(before.about);
      if (before === null || message === null) return { kind: "unexpected" };
      if (Object.hasOwn(before.notes, state) || Object.hasOwn(before.notes, "delivered"))
        return { kind: "repeated", message };
      const receipt = { state, at, ...(reason !== undefined && { reason }) };
      const afterMs = Math.max(0, at - message.acceptedAt);
      return { kind: "noted", noted: { message, receipt, proof, afterMs } };
    },
    async of(key) {
      const noted = await notes.read(nameOf(key));
      return noted === null ? null : receiptIn(noted.notes);
    },
  };
}

/** A delivery overrules a failure, whichever came first: vendors report a passing failure before they try again. */
function receiptIn(notes: Readonly<Record<string, string>>): Receipt | null {
  for (const state of ["delivered", "undelivered"] as const) {
    const text = notes[state];
    if (text !== undefined) return { state, ...readNote(text) };
  }
  return null;
}

function readNote(text: string): { readonly at: EpochMs; readonly reason?: string } {
  const row: unknown = JSON.parse(text);
  const [at, reason] = Array.isArray(row) ? row.map((value: unknown) => value) : [];
  return { at: typeof at === "number" ? at : 0, ...(typeof reason === "string" && { reason }) };
}
