/** Where a send comes from, as the rules across recipients see it. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";

/** Where an end user is. Texts in canonical form, made by whoever read the address. */
export interface Client {
  /** What one end user has: an IPv4 address, or the /64 of an IPv6 address. */
  readonly address: string;
  /** What one operation has: the /24 of an IPv4 address, the /48 of an IPv6 address. */
  readonly subnet: string;
  /** It is on the list of those that limits of senders and the guard do not hold up. */
  readonly exemption?: Exemption;
}

/** A send that wants to go out. */
export interface Sender {
  readonly app: string;
  readonly recipient: Recipient;
  /** Who carries for the number, as far as the numbering plan tells. */
  readonly operator: string;
  readonly client?: Client | undefined;
  /** A keyed hash of the client's subnet. */
  readonly network?: string | undefined;
  readonly callerLimits: Readonly<Record<string, string>>;
  /** The number was proved lately, or the app vouches for the session, so the guard does not doubt it. */
  readonly proved: boolean;
}

/** Who is on the list is not held up by addresses, callers' limits and the guard. Budgets hold for everybody. */
export interface Exemption {
  readonly until: EpochMs;
  /** Why, for the log. */
  readonly reason: string;
}
