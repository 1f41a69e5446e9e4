/** The use cases of verifications and their commands: what HTTP routes and the command line call. */
import type { Locale, RequestedChannel } from "./delivery/provider.ts";
import type {
  CancelVerdict,
  CarryVerdict,
  CheckVerdict,
  FindVerdict,
  ForgetVerdict,
  ListVerdict,
  MoveOnVerdict,
  ReadDeliveryVerdict,
  ReadVerdict,
  ReportVerdict,
  StartVerdict,
} from "./verdicts.ts";
import type { Repeatable } from "./ledger/repeated-check.ts";
import type { Metadata } from "./ledger/verification.ts";
import type { Client } from "./rate-limits/sender.ts";
import type { EpochMs } from "./time.ts";

export interface StartCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
  readonly channel: RequestedChannel;
  readonly locale: Locale;
  readonly purpose: string;
  readonly metadata?: Metadata;
  readonly traceId: string;
  /** Where the end user is; left out when it is not known for certain. */
  readonly client?: Client;
  /** What the caller counts this send by, e.g. `{device: "a1b2"}`. Each name is a limit of the app. */
  readonly limits?: Readonly<Record<string, string>>;
  /** The app vouches that the end user has a session it knows. Strangers cannot use up the limits of such sends (anchors V23). */
  readonly knownSession?: boolean;
  /** The solution of a challenge that an earlier start was answered with. */
  readonly challengeResponse?: string;
  /** The app vouches that the end user passed a challenge of its own. */
  readonly challengePassed?: boolean;
  /** The caller looks the verification up by an alias of its id. */
  readonly isAliased?: boolean;
}

/** A code that the caller made and will check itself. */
export interface CarryCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
  /** Kept in memory while it is sent, and nowhere else. */
  readonly code: string;
  readonly channel: RequestedChannel;
  readonly locale: Locale;
  readonly purpose: string;
  /** How long the code is good, for the text of the message. Nothing is sent after it. */
  readonly ttlMs: number;
  readonly metadata?: Metadata;
  readonly traceId: string;
  /** Where the end user is. Never where the log-in server is. */
  readonly client?: Client;
  /** As in a start. */
  readonly limits?: Readonly<Record<string, string>>;
  /** How long the caller waits for the chain, in milliseconds; left out, as long as the policy says (`deliveryAnswerMs`). */
  readonly answerWithinMs?: number;
  /** As in a start. */
  readonly isAliased?: boolean;
}

/** What became of a carried code, which only its maker knows. */
export interface ReportCommand extends IdCommand {
  readonly isUsed: boolean;
}

/** A guess, for a verification by id or for the live one of a number and purpose. */
export type CheckCommand = {
  readonly app: string;
  readonly code: string;
  /** Left out: a check that is sent again is another guess. */
  readonly repeatable?: Repeatable;
} & (
  | { readonly id: string }
  /** With `knownSession`, the verification that was started with it. */
  | { readonly to: string; readonly purpose: string; readonly knownSession?: boolean }
);

export interface IdCommand {
  readonly app: string;
  readonly id: string;
}

/** The newest of a number and purpose. */
export interface FindCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
  readonly purpose: string;
}

/** Everything of one number within one app. */
export interface ForgetCommand {
  readonly app: string;
  /** The number as typed. */
  readonly to: string;
}

/** A message did not arrive: which one, and who had accepted it. */
export interface MoveOnCommand extends IdCommand {
  readonly send: EpochMs;
  readonly provider: string;
}

/** The use cases of one app. All of them throw StoreUnavailable when the store does not answer. */
export interface Otp {
  /** Opens a verification, or sends a pending one again, and sends its code to the phone. */
  start(command: StartCommand): Promise<StartVerdict>;
  /** Compares a guess once, and counts it. */
  check(command: CheckCommand): Promise<CheckVerdict>;
  /** Cancels a verification and stops a chain that is still running for it. */
  cancel(command: IdCommand): Promise<CancelVerdict>;
  /** Reads a verification. Changes nothing. */
  read(command: IdCommand): Promise<ReadVerdict>;
  /** Finds what was sent last to a number: its pending verification, else the newest of its verifications and deliveries. Changes nothing. */
  find(command: FindCommand): Promise<FindVerdict>;
  /** Lists all that is remembered of a number, whether or not it may still be sent to. Changes nothing. */
  list(command: ForgetCommand): Promise<ListVerdict>;
  /** Carries a code that was made elsewhere, once. There is no check, no proof and no resend of it. */
  carry(command: CarryCommand): Promise<CarryVerdict>;
  /** Reads a delivery. Changes nothing. */
  readDelivery(command: IdCommand): Promise<ReadDeliveryVerdict>;
  /** Notes whether a carried code was used, and lets the pumping guard count it. */
  report(command: ReportCommand): Promise<ReportVerdict>;
  /** Sends the code through the next provider of its chain, because its message did not arrive. */
  moveOn(command: MoveOnCommand): Promise<MoveOnVerdict>;
  /** Forgets a number, but not when it was sent to. What is still pending is canceled. */
  forget(command: ForgetCommand): Promise<ForgetVerdict>;
}
