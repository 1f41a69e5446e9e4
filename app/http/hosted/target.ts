/** Whom a visit is for and where it leads back to. Nothing leads anywhere that is not on the list of the app, by exact text. */
import type { HostedSettings } from "../../config/tables/hosted.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import type { Ticket } from "./ticket.ts";

export interface Target {
  readonly app: App;
  readonly hosted: HostedSettings;
  readonly returnTo: string;
  /** The app's own, given back as it came. */
  readonly state: string | null;
}

/** Why there is no page for a visit. */
export type NoTarget = "unknown_app" | "unknown_return" | "state_too_long";

const STATE_MAX_CHARS = 512;

/** `named` are the parameters of the address or the fields of the form. */
export function targetOf(
  apps: Service["apps"],
  named: { get(name: string): string | null | undefined },
): Target | NoTarget {
  return targetWith(apps, named.get("app") ?? "", named.get("return_to") ?? "", named.get("state") ?? null);
}

/** Looked up anew, because the configuration may have changed since. */
export function targetOfTicket(apps: Service["apps"], { app, returnTo, state }: Ticket): Target | NoTarget {
  return targetWith(apps, app, returnTo, state);
}

function targetWith(
  apps: Service["apps"],
  name: string,
  returnTo: string,
  state: string | null,
): Target | NoTarget {
  const app = apps.get(name);
  if (app === undefined || app.hosted === null) return "unknown_app";
  if (!app.hosted.returnTo.includes(returnTo)) return "unknown_return";
  if (state !== null && state.length > STATE_MAX_CHARS) return "state_too_long";
  return { app, hosted: app.hosted, returnTo, state };
}

/** The address that the person is sent to, with the outcome in its query, so that the app's own cookies come along. */
export function returnAddress(
  { returnTo, state }: Target,
  outcome: { readonly proof: string } | { readonly error: "canceled" },
): string {
  const url = new URL(returnTo);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set("state", state);
  return url.href;
}

/** The address of the form for the code. */
export function codeAddress(ticket: string, language: string): string {
  return `/verify/code?${new URLSearchParams({ ticket, lang: language })}`;
}

/** The address of the page for this target. */
export function pageAddress({ app, returnTo, state }: Target, language: string): string {
  const query = new URLSearchParams({ app: app.name, return_to: returnTo, lang: language });
  if (state !== null) query.set("state", state);
  return `/verify?${query}`;
}
