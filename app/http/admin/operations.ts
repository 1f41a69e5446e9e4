/** What the pages about the service as a whole share: the operations behind them, and forms that are read. */
import type { Operations } from "../../service/operations.ts";
import type { Act } from "../../../domain/audit/acts.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { ProblemError } from "../problems/problem.ts";
import { noSuchPath } from "../problems/reasons.ts";
import type { AdminVisit } from "./visit.ts";

/** The console is served where there are operations, so that there are none means that the page is not there. */
export function operationsOf({ service }: Pick<AdminVisit, "service">): Operations {
  if (service.operations === null) throw nothingThere();
  return service.operations;
}

/** What the address or the form names is not there. */
export function nothingThere(): ProblemError {
  return new ProblemError("not_found", { detail: noSuchPath(false) });
}

/** Records an order before it holds, and obeys it in this process at once. Throws StoreUnavailable: nothing was ordered then. */
export async function order(visit: AdminVisit, act: Act): Promise<void> {
  await visit.service.audit.record(visit.session.name, act);
  await operationsOf(visit).obey();
}

export function queryOf({ context }: Pick<AdminVisit, "context">): URLSearchParams {
  return new URL(context.request.url).searchParams;
}

/** How long an order may hold, in hours. */
export const HOURS = [1, 4, 12, 24] as const;

/** The end of an order that begins now, by the hours of its form. Throws 404 for hours that no form offers. */
export function untilIn({ form, service }: AdminVisit): number {
  const hours = HOURS.find((one) => String(one) === form.get("hours"));
  if (hours === undefined) throw nothingThere();
  return service.now() + hours * HOUR_MS;
}
