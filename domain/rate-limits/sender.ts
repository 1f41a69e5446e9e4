/** Where a send comes from, as the rules across recipients see it. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";

/** Where an end user is. Texts are in canonical form. */
export interface Client {
  /** What one end user has: an IPv4 address, or the /64 of an IPv6 address. */
  readonly address: string;
  /** What one network has: the /24 of an IPv4 address, the /48 of an IPv6 address. */
  readonly subnet: string;
  readonly exemption?: Exemption;
}

/** A send that is to go out. */
export interface Sender {
  readonly app: string;
  readonly recipient: Recipient;
  /** The operator by the numbering plan, or the country. */
  readonly operator: string;
  readonly client?: Client | undefined;
  /** A keyed hash of the client's subnet. */
  readonly network?: string | undefined;
  readonly callerLimits: Readonly<Record<string, string>>;
  /** The number was proved lately, or the app vouches for the session: the guard counts the send and never refuses it. */
  readonly proved: boolean;
}

/** A number or network that quotas of senders and the guard do not refuse. Budgets do. */
export interface Exemption {
  readonly until: EpochMs;
  /** Why, for the log. */
  readonly reason: string;
}
