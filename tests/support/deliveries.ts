/** Steps with codes that were made elsewhere, over the whole core. */
import type { DeliveryView } from "../../domain/ledger/delivery-view.ts";
import type { CarryCommand } from "../../domain/otp.ts";
import { SECOND_MS } from "../../domain/time.ts";
import type { CarryVerdict } from "../../domain/verdicts.ts";
import { PHONE, START, type World } from "./world.ts";

export const CARRY: CarryCommand = {
  app: "shop",
  to: PHONE,
  code: "493817",
  channel: "sms",
  locale: "fa",
  purpose: "login",
  ttlMs: 300 * SECOND_MS,
  traceId: START.traceId,
};

export function carry(world: World, further: Partial<CarryCommand> = {}): CarryVerdict {
  return world.clock.run(world.otp.carry({ ...CARRY, ...further }));
}

/** The delivery a verdict is about. */
export function deliveryIn(verdict: CarryVerdict): DeliveryView {
  if ("delivery" in verdict) return verdict.delivery;
  throw new Error(`no delivery in "${verdict.kind}"`);
}

/** The delivery as it reads now, or the kind of the verdict. */
export function readBack(world: World, id: string): DeliveryView | "not_found" {
  const verdict = world.clock.run(world.otp.readDelivery({ app: "shop", id }));
  return verdict.kind === "found" ? verdict.delivery : verdict.kind;
}
