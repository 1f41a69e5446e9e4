/** What the use cases return. What can happen is a member of a verdict; what must not happen is thrown. */
import type { Admission, Recipient } from "./recipient/recipient.ts";
import type { Challenge } from "./ports.ts";
import type { Place, QuotaRefusal, QuotaState } from "./rate-limits/rule.ts";
import type { DeliveryView } from "./ledger/delivery-view.ts";
import type { SendDecision } from "./ledger/send-limits.ts";
import type { VerificationView } from "./ledger/verification-view.ts";
import type { EpochMs } from "./time.ts";
import type { SettledStatus } from "./ledger/verification.ts";
import type { SendOutcome } from "./delivery/fallback-chain.ts";
import { mayHaveArrived } from "./delivery/attempt.ts";

/** The number cannot be used. Nothing was read or changed. */
export type NotAdmitted = Exclude<Admission, { kind: "admitted" }>;

/** Too many other requests change the same ledger at once. Nothing was changed; try again. */
export interface Busy {
  readonly kind: "busy";
}

export interface NotFound {
  readonly kind: "not_found";
}

/** Why nothing was sent, before any provider was asked. */
export type NotReserved =
  | { readonly kind: "cooldown" | "send_limit" | "guess_limit"; readonly until: EpochMs }
  /** A rule across recipients refused it. */
  | (QuotaRefusal & { readonly quotas: readonly QuotaState[] })
  /** A newcomer at a suspicious place solves a challenge first. A carried code needs none. */
  | {
      readonly kind: "challenge_required";
      readonly challenge: Challenge;
      /** The suspicious place. */
      readonly rule: Place;
      /** With a known address, one send a day goes out without a challenge. */
      readonly isAddressKnown: boolean;
      /** The command brought the solution of a challenge, and it is not good (any more). */
      readonly isResponseRefused: boolean;
      readonly quotas: readonly QuotaState[];
    }
  /** No provider of the chain has this channel. */
  | { readonly kind: "channel_unavailable" }
  | Busy;

type WithVerification<Kind extends string> = { readonly kind: Kind; readonly verification: VerificationView };

export type StartVerdict =
  /** `resent`: a pending verification was sent again with the same code. `recorded`: false when the outcome could not be saved. */
  | (WithVerification<"sent"> & {
      readonly resent: boolean;
      readonly recorded: boolean;
      /** The quotas of its sender after this send. */
      readonly quotas: readonly QuotaState[];
    })
  /** Canceled while its message was on the way. */
  | WithVerification<"canceled">
  /** No provider accepted it, and certainly nothing went out. The send does not count. */
  | (WithVerification<"delivery_failed"> & { readonly retryAt: EpochMs })
  /** No vendor was called: no account had a place for a further call in time. The send does not count. */
  | (WithVerification<"overloaded"> & { readonly retryAt: EpochMs })
  /** A vendor refused the number. */
  | WithVerification<"recipient_refused">
  | NotReserved
  | NotAdmitted;

type WithDelivery<Kind extends string> = { readonly kind: Kind; readonly delivery: DeliveryView };

export type CarryVerdict =
  /** A provider took it, or may have. `recorded`: false when the outcome could not be saved. */
  | (WithDelivery<"carried"> & { readonly recorded: boolean; readonly quotas: readonly QuotaState[] })
  /** The caller has waited long enough, and a message may be out. The chain goes on. */
  | (WithDelivery<"carrying"> & {
      readonly quotas: readonly QuotaState[];
      /** What the chain comes to. Rejects with an internal error, which the background has then heard of. */
      readonly ended: Promise<CarryVerdict>;
    })
  /** No provider accepted it, or none in time; certainly nothing went out, nor will it. The send does not count. */
  | (WithDelivery<"delivery_failed"> & { readonly retryAt: EpochMs })
  /** No vendor was called: no account had a place for the call in time. The send does not count. */
  | (WithDelivery<"overloaded"> & { readonly retryAt: EpochMs })
  /** A vendor refused the number. */
  | WithDelivery<"recipient_refused">
  /** The code is none that can be carried by this channel. Nothing was read or changed. */
  | { readonly kind: "code_malformed" }
  | NotReserved
  | NotAdmitted;

export type ReadDeliveryVerdict = WithDelivery<"found"> | NotFound;

export type ReportVerdict =
  /** It stands as reported; `repeated`: it did before. */
  | (WithDelivery<"reported"> & { readonly repeated: boolean })
  /** It was reported as used before, and stays so. */
  | WithDelivery<"already_used">
  | NotFound
  | Busy;

export type CheckVerdict =
  /** `repeated`: the check was sent again. It was not compared and not counted, and gets the answer of the first. */
  | (WithVerification<"approved"> & { readonly proof: string; readonly repeated: boolean })
  | (WithVerification<"incorrect"> & { readonly repeated: boolean })
  /** Not compared: the guess is not digits of the code's length. Costs nothing. */
  | { readonly kind: "malformed"; readonly codeLength: number }
  /** Not compared: the guesses of the day are used up. */
  | { readonly kind: "guess_limit"; readonly until: EpochMs }
  | WithVerification<"already_approved" | "exhausted" | "expired" | "canceled" | "undelivered">
  | NotAdmitted
  | NotFound
  | Busy;

export type CancelVerdict =
  | WithVerification<"canceled" | "already_approved" | "exhausted" | "expired" | "undelivered">
  | NotFound
  | Busy;

export type ReadVerdict = WithVerification<"found"> | NotFound;

export type FindVerdict =
  WithVerification<"verification"> | WithDelivery<"delivery"> | NotFound | NotAdmitted;

/** How much of a limit is used. */
export interface Used {
  readonly used: number;
  readonly limit: number;
}

/** How near its limits a number is. */
export interface NumberLimits {
  readonly sendsInHour: Used;
  readonly sendsInDay: Used;
  readonly guessesInDay: Used;
  /** Whether a message may go to it now, and if not, why and until when. */
  readonly nextSend: SendDecision;
}

export type ListVerdict =
  | {
      readonly kind: "found";
      readonly recipient: Recipient;
      /** Newest first. */
      readonly verifications: readonly VerificationView[];
      readonly deliveries: readonly DeliveryView[];
      readonly limits: NumberLimits;
    }
  | { readonly kind: "not_found"; readonly recipient: Recipient }
  | Extract<Admission, { kind: "recipient_invalid" }>;

export type ForgetVerdict =
  /** How many verifications are gone, and how many of them were still pending. */
  | { readonly kind: "forgotten"; readonly verifications: number; readonly canceled: number }
  /** There is nothing to forget, or it was forgotten before. */
  | { readonly kind: "unknown" }
  | Extract<Admission, { kind: "recipient_invalid" }>
  | Busy;

export type UnblockVerdict =
  /** How many sends and guesses count no more. */
  | { readonly kind: "unblocked"; readonly sends: number; readonly guesses: number }
  /** No limit held it. */
  | { readonly kind: "not_blocked" }
  /** It was unblocked as often as a number may be in a day. */
  | { readonly kind: "unblock_limit" }
  | Extract<Admission, { kind: "recipient_invalid" }>
  | Busy;

export type MoveOnVerdict =
  | { readonly kind: "moved"; readonly outcome: SendOutcome }
  | {
      readonly kind: "stayed";
      /**
       * `another_message` may still arrive or was asked for since; `limited`: a rule across recipients refused a further message;
       * `no_provider` of the chain is left; `code_not_kept`: its code was carried, and is not here any more.
       */
      readonly because:
        | "not_found"
        | "settled"
        | "too_late"
        | "another_message"
        | "no_provider"
        | "limited"
        | "code_not_kept"
        | "busy";
    };

/** The kind of a verdict about a verification that is settled. */
export function settledKind(status: SettledStatus): Exclude<SettledStatus, "approved"> | "already_approved" {
  return status === "approved" ? "already_approved" : status;
}

/** Whether a start may have sent a message. Before one vendor refused the number, another may have taken the message. */
export function mayHaveSent(verdict: StartVerdict): boolean {
  if (verdict.kind === "recipient_refused") return verdict.verification.attempts.some(mayHaveArrived);
  return verdict.kind === "sent" || verdict.kind === "canceled";
}

/** Whether a delivery may have sent a message, or may yet. */
export function mayHaveCarried(verdict: CarryVerdict): boolean {
  if (verdict.kind === "recipient_refused") return verdict.delivery.attempts.some(mayHaveArrived);
  return verdict.kind === "carried" || verdict.kind === "carrying";
}
