/** Between the ledger and receipts: which messages of a send wait for one, and which receipts its timeline joins. */
import { type Attempt, mayHaveArrived, type ReceiptedAttempt } from "../../delivery/attempt.ts";
import type { Provider } from "../../delivery/provider.ts";
import { hasReceipts } from "../../delivery/receipt.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { RoutedSend } from "../../routing/routing.ts";
import type { OtpContext } from "../context.ts";
import { operatorOf } from "../note-outcomes.ts";
import { carrierNoteFor } from "./carriers.ts";

export interface SentMessages {
  readonly app: string;
  readonly recipient: Recipient;
  /** The verification or the delivery that they belong to. */
  readonly of: {
    readonly id: string;
    readonly expiresAt: number;
    readonly traceId: string;
    readonly routed?: RoutedSend;
  };
}

/** Expects the receipts of the messages that went out with these attempts. Costs one round trip for all of them, and never rejects. */
export async function expectReceipts(
  context: OtpContext,
  { app, recipient, of }: SentMessages,
  attempts: readonly Attempt[],
): Promise<void> {
  const { id: verificationId, expiresAt, traceId, routed } = of;
  const sent = attempts.flatMap((attempt) => {
    const provider = providerOf(context, attempt);
    const { messageId, send, index } = attempt;
    if (provider === undefined || !hasReceipts(provider)) return [];
    if (messageId === undefined || !mayHaveArrived(attempt)) return [];
    const acceptedAt = attempt.startedAt + attempt.durationMs;
    const operator = operatorOf(context, recipient, routed);
    const carrierNote = carrierNoteFor(context, provider, recipient);
    const about = { app, verificationId, send, index, provider: provider.name, operator };
    const times = { acceptedAt, expiresAt, traceId };
    const message = { ...about, ...times, ...(carrierNote !== undefined && { carrierNote }) };
    return [context.receipts.sent(provider, messageId, message)];
  });
  await Promise.all(sent);
}

/** The attempts with their receipts. Costs one round trip for all of them, and none where no provider has receipts. */
export function withReceipts(
  context: OtpContext,
  attempts: readonly Attempt[],
): Promise<readonly ReceiptedAttempt[]> {
  return Promise.all(
    attempts.map(async (attempt) => {
      const provider = providerOf(context, attempt);
      if (provider === undefined || !hasReceipts(provider) || attempt.messageId === undefined) return attempt;
      const receipt = await context.receipts.of(provider, attempt.messageId);
      return receipt === null ? attempt : { ...attempt, receipt };
    }),
  );
}

/** The provider of an attempt, in whichever chain. */
export function providerOf(
  { providers, chains }: OtpContext,
  { provider: name }: Attempt,
): Provider | undefined {
  const all = [...providers, ...chains.flatMap((chain) => chain.providers)];
  return all.find((provider) => provider.name === name);
}
