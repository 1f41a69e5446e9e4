/** What the composition root hands to those who serve Ramz: the use cases and the little they need beside them. */
import type { Inbox } from "../../adapters/providers/_kit/dev-inbox.ts";
import type { Telemetry } from "../../adapters/telemetry/telemetry.ts";
import type { FunnelCell } from "../../domain/routing/funnel.ts";
import type { AuditTrail } from "../../domain/audit/trail.ts";
import type { Preference } from "../../domain/routing/order.ts";
import type { RouteTable } from "../../domain/routing/read-routes.ts";
import type { RoutingMode } from "../../domain/routing/routing.ts";
import type { RequestedChannel } from "../../domain/delivery/provider.ts";
import type { Aliases } from "../../domain/use-cases/aliases.ts";
import type { Idempotency } from "../../domain/use-cases/idempotency.ts";
import type { SealedProofs } from "../../domain/use-cases/sealed-proofs.ts";
import type { Secrets } from "../../domain/ports.ts";
import type { Redeem } from "../../domain/use-cases/redeem.ts";
import type { Network } from "../access/ip-addresses.ts";
import type { ServesHost } from "../access/served-hosts.ts";
import type { Callers } from "./callers.ts";
import type { ExemptNetwork } from "../config/tables/exempt.ts";
import type { AdminService } from "./admin-service.ts";
import type { App } from "./calling-app.ts";
import type { Operations } from "./operations.ts";
import type { ReceiptService } from "./receipt-service.ts";

export interface Readiness {
  readonly store: "up" | "down";
  /** Whether each provider may be called, by name. */
  readonly providers: Readonly<Record<string, "able" | "resting">>;
  /** How long until the first provider may be called again, as if operators rested none; 0 when one may be now. */
  readonly ableInMs: number;
  /** The process is about to stop: it serves the requests that still come, but is to get no more. */
  readonly isStopping?: true;
}

/** Addresses for receipts of vendors begin with it. */
export const RECEIPTS_PATH = "/v1/receipts";

/**
 * `unreadable_forwarded_for`: of a trusted proxy. `ignored_forwarded_for`: no proxy is configured. `unreadable_hook`: a log-in server, by
 * its hook, and what was not found in its request.
 */
export type WarningTopic = "unreadable_forwarded_for" | "ignored_forwarded_for" | `unreadable_hook ${string}`;

/** A chain of an app for one channel at one operator, with its order. */
export interface RouteView extends RouteTable {
  readonly app: string;
  /** The order is taken in `learn` mode only. */
  readonly mode: RoutingMode;
  /** Prices matter where it is `cheapest`. */
  readonly prefer: Preference;
  /** As starts ask for it. */
  readonly channel: RequestedChannel;
  readonly operator: string;
}

/** Requests and commands run in spans of telemetry. */
export interface Service extends Pick<Telemetry, "request" | "traceId" | "command" | "metrics"> {
  /** By name, in the order they are configured; at least one. */
  readonly apps: ReadonlyMap<string, App>;
  readonly callers: Callers;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly Network[];
  /** Networks whose end users are not held up by limits of senders and the guard. */
  readonly exemptNetworks: readonly ExemptNetwork[];
  /** The address at which it is reached from outside, without a slash at its end; null when it is not configured. */
  readonly publicUrl: string | null;
  /** What operators see and do; null where the console is not served. */
  readonly operations: Operations | null;
  /** How long a link for an end user to what happened to a code opens; 0: there are none. */
  readonly whyLinkTtlMs: number;
  /** What operators did. */
  readonly audit: AuditTrail;
  /** The console of operators; null when there is none. */
  readonly admin: AdminService | null;
  readonly idempotency: Idempotency;
  readonly aliases: Aliases;
  readonly redeem: Redeem;
  readonly sealedProofs: SealedProofs;
  /** Seals what a page keeps between its steps. */
  readonly sealing: Pick<Secrets, "seal" | "unseal" | "same">;
  /** Null when receipts are off, or no provider has them. */
  readonly receipts: ReceiptService | null;
  /** The APIs of other vendors that are answered. */
  readonly compat: { readonly twilio: boolean; readonly prelude: boolean };
  /** The time the use cases go by, in milliseconds since 1970. */
  now(): number;
  readiness(): Promise<Readiness>;
  /** The routes in which anything was counted in the last 24 hours, of one operator or app or of all. Throws StoreUnavailable. */
  routes(query: {
    readonly operator?: string | undefined;
    readonly app?: string | undefined;
  }): Promise<readonly RouteView[]>;
  /** What became of messages in the last hours, by operator, provider and hour. Throws StoreUnavailable. */
  funnel(hours: number): Promise<readonly FunnelCell[]>;
  /** Aborted when the process begins to stop, so that answers without an end of their own end. */
  readonly stopping: AbortSignal;
  /** Public keys that proofs are signed with (RFC 7517). */
  readonly jwks: unknown;
  /** Messages shown instead of sent; null unless in console mode. */
  readonly inbox: Inbox | null;
  /** The names by which it is served; null when any will do, as outside console mode. */
  readonly servesHost: ServesHost | null;
  /** Logs a warning about the surroundings, the first time that one of its topic comes. */
  warnOnce(topic: WarningTopic, text: string): void;
  /** Told of what should not have happened, with the trace it happened in. */
  report(error: unknown, traceId: string): void;
}
