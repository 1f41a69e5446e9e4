/** A delivery as it goes over the wire. */
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { Language } from "../../language/language.ts";
import type { DeliveryReplyBody } from "../schemas/deliveries.ts";
import type { Explainer } from "../../service/present-attempt.ts";
import { sentBody } from "./verification-body.ts";

export function deliveryBody(view: DeliveryView, app: Explainer, language: Language): DeliveryReplyBody {
  return {
    ...sentBody(view, app, language),
    status: view.status,
    ...(view.outcome && { used: view.outcome === "used" }),
  };
}
