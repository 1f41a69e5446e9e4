/**
 * When the caller of a delivery is answered: as soon as its chain has ended, and at its deadline otherwise. What is under way then decides
 * (decision 0034). A message that may be out is answered `carrying`, because an error would make the person ask for a second code, and the
 * chain goes on. If certainly nothing is out, the chain ends there, because nothing may be sent behind an error.
 */
import { findDelivery } from "../../ledger/delivery-sends.ts";
import { deliveryViewOf } from "../../ledger/delivery-view.ts";
import { type EpochMs, withTimeout } from "../../time.ts";
import type { CarryVerdict } from "../../verdicts.ts";
import type { OtpContext } from "../context.ts";
import type { SendInFlight } from "../sends-in-flight.ts";
import type { ReservedDelivery } from "./plan-delivery.ts";

export interface AwaitedSend {
  readonly reserved: ReservedDelivery;
  readonly inFlight: SendInFlight;
  readonly answerAt: EpochMs;
}

/** `carryOut` walks the chain to its end and saves the outcome. */
export async function answerInTime(
  { clock, policy, sendsInFlight, background }: OtpContext,
  { reserved, inFlight, answerAt }: AwaitedSend,
  carryOut: () => Promise<CarryVerdict>,
): Promise<CarryVerdict> {
  const { delivery, stored, reservation } = reserved;
  const giveUp = () => sendsInFlight.stop(delivery.id, "too_late");
  const leftMs = answerAt - clock.now();
  if (leftMs <= 0) giveUp();
  const work = carryOut();
  const first = await withTimeout(clock.timer(Math.max(0, leftMs)), work);
  if (first !== "timed_out") return first;
  if (!inFlight.mayBeOut) {
    giveUp();
    return work;
  }
  background(work);
  const asSaved = findDelivery(stored.ledger, delivery.id) ?? delivery;
  const view = deliveryViewOf(stored.ledger.recipient, asSaved, policy, clock.now());
  return { kind: "carrying", delivery: view, quotas: reservation.quotas, ended: work };
}
