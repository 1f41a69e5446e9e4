/** The use cases around a verification, listed. Whoever serves Ramz, over HTTP or otherwise, calls these. */
import { type Breakers, createBreakers } from "./delivery/circuit-breaker.ts";
import { createCancel } from "./use-cases/cancel.ts";
import { createCheck } from "./use-cases/check.ts";
import type { Channel, Locale, Provider } from "./delivery/provider.ts";
import type { Policy } from "./ledger/policy.ts";
import type { Clock, ProofSigner, Random, Secrets } from "./ports.ts";
import { createForget } from "./use-cases/forget.ts";
import { createRead } from "./use-cases/read.ts";
import type { Exemption } from "./rate-limits/quotas.ts";
import type { Quotas } from "./rate-limits/rate-limiter.ts";
import type { Numbering, RecipientRules } from "./recipient/recipient.ts";
import { createRunning, type Running } from "./use-cases/sends-in-flight.ts";
import { createStart } from "./use-cases/start/start.ts";
import type { LedgerStore } from "./storage/store.ts";
import type { TestNumbers } from "./use-cases/test-numbers.ts";
import type { CancelVerdict, CheckVerdict, ForgetVerdict, ReadVerdict, StartVerdict } from "./verdicts.ts";
import type { Metadata } from "./ledger/verification.ts";

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

/** Where an end user is. Texts in canonical form, made by whoever read the address. */
export interface Client {
  /** What one end user has: an IPv4 address, or the /64 of an IPv6 address. */
  readonly address: string;
  /** What one operation has: the /24 of an IPv4 address, the /48 of an IPv6 address. */
  readonly subnet: string;
  /** It is on the list of those that limits of senders and the guard do not hold up. */
  readonly exemption?: Exemption;
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

/** What the use cases work with. All of them throw StoreUnavailable when the store does not answer. */
export interface OtpPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly numbering: Numbering;
  readonly store: LedgerStore;
  readonly proofs: ProofSigner;
  readonly providers: readonly Provider[];
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  readonly breakers: Breakers;
  readonly quotas: Quotas;
  readonly testNumbers: TestNumbers;
}

/** The ports with what the use cases share among themselves. */
export interface OtpParts extends OtpPorts {
  readonly running: Running;
}

/** Breakers may be shared by several apps; without test numbers every number is real. */
type GivenPorts = Omit<OtpPorts, "breakers" | "testNumbers"> &
  Partial<Pick<OtpPorts, "breakers" | "testNumbers">>;

export function createOtp(ports: GivenPorts): Otp {
  const parts: OtpParts = {
    ...ports,
    testNumbers: ports.testNumbers ?? {},
    breakers: ports.breakers ?? createBreakers(),
    running: createRunning(),
  };
  return {
    start: createStart(parts),
    check: createCheck(parts),
    cancel: createCancel(parts),
    read: createRead(parts),
    forget: createForget(parts),
  };
}
