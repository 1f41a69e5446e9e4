/** Whom a visit is for and where its outcome goes. Nothing goes anywhere that is not on a list of the app, by exact text. */
import type { HostedSettings } from "../../config/tables/hosted.ts";
import type { App } from "../../service/calling-app.ts";
import type { Service } from "../../service/service.ts";
import type { Ticket } from "./ticket.ts";

/** How the outcome goes back: by a redirect, or by a message to the page that frames this one (decision 0044). */
export type Way =
  | { readonly kind: "redirect"; readonly returnTo: string }
  | { readonly kind: "message"; readonly origin: string };

export interface Target {
  readonly app: App;
  readonly hosted: HostedSettings;
  readonly way: Way;
  /** The app's own, given back as it came. */
  readonly state: string | null;
}

/** Why there is no page for a visit. */
export type NoTarget = "unknown_app" | "unknown_return" | "unknown_embed" | "state_too_long";

/** The parameters of the address, or the fields of the form. */
export interface Fields {
  get(name: string): string | null | undefined;
}

const STATE_MAX_CHARS = 512;

export function targetOf(apps: Service["apps"], named: Fields): Target | NoTarget {
  const embed = named.get("embed") ?? null;
  const way: Way =
    embed === null
      ? { kind: "redirect", returnTo: named.get("return_to") ?? "" }
      : { kind: "message", origin: embed };
  return targetWith(apps, named.get("app") ?? "", way, named.get("state") ?? null);
}

/** Looked up anew, because the configuration may have changed since. */
export function targetOfTicket(apps: Service["apps"], ticket: Ticket): Target | NoTarget {
  const { app, returnTo = "", embed, state } = ticket;
  const way: Way = embed === undefined ? { kind: "redirect", returnTo } : { kind: "message", origin: embed };
  return targetWith(apps, app, way, state);
}

function targetWith(apps: Service["apps"], name: string, way: Way, state: string | null): Target | NoTarget {
  const app = apps.get(name);
  if (app === undefined || app.hosted === null) return "unknown_app";
  const { hosted } = app;
  if (way.kind === "redirect" && !hosted.returnTo.includes(way.returnTo)) return "unknown_return";
  if (way.kind === "message" && !hosted.embedOrigins.includes(way.origin)) return "unknown_embed";
  if (state !== null && state.length > STATE_MAX_CHARS) return "state_too_long";
  return { app, hosted, way, state };
}

/** The address that the person is sent to, with the outcome in its query, so that the app's own cookies come along. */
export function returnAddress(
  returnTo: string,
  state: string | null,
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
export function pageAddress(target: Target, language: string): string {
  return `/verify?${new URLSearchParams({ ...namesOf(target), lang: language })}`;
}

/** What names a target, as `targetOf` reads it. */
export function namesOf({ app, way, state }: Target): Readonly<Record<string, string>> {
  const back = way.kind === "redirect" ? { return_to: way.returnTo } : { embed: way.origin };
  return { app: app.name, ...back, ...(state !== null && { state }) };
}

/** The origin that answers to the forms may lead to; none when the outcome is a message. */
export function formTargetsOf({ way }: Target): readonly string[] {
  return way.kind === "redirect" ? [new URL(way.returnTo).origin] : [];
}
