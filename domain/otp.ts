/** The use cases around a verification, listed. Whoever serves Ramz, over HTTP or otherwise, calls these. */
import type { Channel, Locale } from "./delivery/provider.ts";
import type { CancelVerdict, CheckVerdict, ForgetVerdict, ReadVerdict, StartVerdict } from "./verdicts.ts";
import type { Metadata } from "./ledger/verification.ts";
import type { Client } from "./rate-limits/sender.ts";

export interface StartCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly purpose: string;
  readonly metadata?: Metadata;
  readonly traceId: string;
  /** Where the end user is, as far as it is known for certain. */
  readonly client?: Client;
  /** What the caller wants this send counted by, e.g. `{device: "a1b2"}`; each name is a limit of the app. */
  readonly limits?: Readonly<Record<string, string>>;
  /** The app vouches that the end user has a session it knows: strangers cannot use up what is kept for those (anchors V23). */
  readonly knownSession?: boolean;
}

/** A guess, for a verification by id or for the live one of a number and purpose. */
export type CheckCommand = { readonly app: string; readonly code: string } & (
  | { readonly id: string }
  /** `knownSession` means the verification that was started with it. */
  | { readonly to: string; readonly purpose: string; readonly knownSession?: boolean }
);

export interface IdCommand {
  readonly app: string;
  readonly id: string;
}

/** All of a number within an app. */
export interface ForgetCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
}

export interface Otp {
  /** Opens a verification, or sends a live one again, and carries its code to the phone. */
  start(command: StartCommand): Promise<StartVerdict>;
  /** Compares a guess, once, and counts it. */
  check(command: CheckCommand): Promise<CheckVerdict>;
  /** Ends a verification before its time and stops a chain that is still running for it. */
  cancel(command: IdCommand): Promise<CancelVerdict>;
  /** Tells how a verification stands. Changes nothing. */
  read(command: IdCommand): Promise<ReadVerdict>;
  /** Forgets a number, but not how often it was sent to; canceled is what is still pending. */
  forget(command: ForgetCommand): Promise<ForgetVerdict>;
}
