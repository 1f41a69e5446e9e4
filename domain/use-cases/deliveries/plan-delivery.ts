/** Plans the one send of a delivery. A pending verification of the same number is left alone. */
import { nextStep } from "../../delivery/fallback-chain.ts";
import type { Delivery } from "../../ledger/delivery.ts";
import { noteDelivery, openDelivery } from "../../ledger/delivery-sends.ts";
import { emptyLedger } from "../../ledger/ledger.ts";
import { newDeliveryId } from "../../ledger/verification-id.ts";
import type { CarryCommand } from "../../otp.ts";
import type { Recipient } from "../../recipient/recipient.ts";
import type { OtpContext } from "../context.ts";
import type { Content } from "../start/deliver.ts";
import {
  type Plan,
  type PlannedSend,
  type Reserved,
  type SendFacts,
  withPlanned,
} from "../start/reserve-send.ts";
import { orderSend } from "../start/route-send.ts";
import { sendOf } from "../start/send-of.ts";

interface PlannedDelivery extends PlannedSend {
  readonly delivery: Delivery;
}

export type ReservedDelivery = Reserved<PlannedDelivery>;

export function planDelivery(
  context: OtpContext,
  command: CarryCommand,
  { key, recipient }: { readonly key: string; readonly recipient: Recipient },
): (facts: SendFacts) => Plan<PlannedDelivery> {
  const { app, purpose, channel, locale, metadata, traceId, ttlMs } = command;
  const { policy, breakers, clock, random } = context;
  const createdAt = clock.now();
  const facts = { purpose, channel, locale, createdAt, expiresAt: createdAt + ttlMs, traceId };
  const draft = { id: newDeliveryId(key, random), ...facts, ...(metadata && { metadata }), attempts: [] };
  return ({ providers: configured, sentFrom, learned }) => {
    const delivery: Delivery = { ...draft, sentFrom };
    return (current, now) => {
      // The number as the command has it: the stored one may be masked.
      const ledger = { ...(current ?? emptyLedger(app, recipient)), recipient };
      const opening = openDelivery(ledger, delivery, policy, now);
      if (opening.kind === "refused") return { result: opening.refusal };
      // What becomes of its code is known elsewhere. It takes the order that others taught, and teaches none.
      const unordered = {
        id: delivery.id,
        at: opening.sendAt,
        resent: true,
        attempts: [],
        providers: configured,
      };
      const { providers, decision } = orderSend(context, unordered, learned);
      const send = sendOf({ policy }, ledger, { ...delivery, at: opening.sendAt, providers }, now);
      const { skipped: attempts, step } = nextStep(send, [], breakers, now);
      const noted = noteDelivery(opening.ledger, delivery.id, withPlanned(attempts, step));
      return { save: noted ?? opening.ledger, result: { delivery, send, attempts, step, decision } };
    };
  };
}

/** A delivery as a chain carries it. Once it is forgotten, nothing more is sent. */
export function carriedContent(
  { id, purpose, locale, expiresAt }: Delivery,
  recipient: Recipient,
  code: string,
): Content {
  return {
    id,
    purpose,
    locale,
    expiresAt,
    recipient,
    code: () => code,
    noted: (ledger, attempts) => noteDelivery(ledger, id, attempts),
  };
}
