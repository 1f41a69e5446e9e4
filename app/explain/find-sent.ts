/** Finds what an id names: a verification or a delivery of any app. */
import type { DeliveryView } from "../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../domain/ledger/verification-view.ts";
import type { App } from "../service/calling-app.ts";
import type { Service } from "../service/service.ts";
import { idBySid } from "../service/sids.ts";

export type FoundSent =
  | { readonly kind: "verification"; readonly app: App; readonly view: VerificationView }
  | { readonly kind: "delivery"; readonly app: App; readonly view: DeliveryView };

/**
 * Null when no app has it. An id does not name its app, so every app is searched unless one is given. A sid of Twilio's clients stands for an id. Throws
 * StoreUnavailable.
 */
export async function findSent(
  { apps, aliases }: Pick<Service, "apps" | "aliases">,
  idOrSid: string,
  wanted?: string,
): Promise<FoundSent | null> {
  for (const app of apps.values()) {
    if (wanted !== undefined && app.name !== wanted) continue;
    const bySid = await idBySid(aliases, app.name, idOrSid);
    const found = await sentIn(app, bySid.kind === "not_found" ? idOrSid : bySid.id);
    if (found !== null) return found;
  }
  return null;
}

/** Each use case knows the form of its own ids, and reads nothing for another. */
async function sentIn(app: App, id: string): Promise<FoundSent | null> {
  const command = { app: app.name, id };
  const started = await app.otp.read(command);
  if (started.kind === "found") return { kind: "verification", app, view: started.verification };
  const carried = await app.otp.readDelivery(command);
  return carried.kind === "found" ? { kind: "delivery", app, view: carried.delivery } : null;
}
