/** Redeems a proof: says what it proves, once (anchors V21). */
import type { Clock, ProofReader, ProvenNumber } from "../ports.ts";
import type { OnceStore } from "../storage/store.ts";
import { CLOCK_SKEW_MS, type EpochMs } from "../time.ts";

export interface RedeemCommand {
  /** The app that asks. A proof for another app is invalid. */
  readonly app: string;
  readonly proof: string;
}

export interface Redeemed {
  readonly kind: "redeemed";
  readonly verificationId: string;
  readonly purpose: string;
  readonly number: ProvenNumber;
  readonly approvedAt: EpochMs;
  readonly redeemedAt: EpochMs;
}

/** `proof_invalid`: altered, expired, for another app, or no proof at all. The caller does not learn which. */
export type RedeemVerdict =
  Redeemed | { readonly kind: "proof_redeemed" } | { readonly kind: "proof_invalid" };

/** Throws StoreUnavailable; the proof may then be spent, and no caller has heard that it is good. */
export type Redeem = (command: RedeemCommand) => Promise<RedeemVerdict>;

export function createRedeem(proofs: ProofReader, once: OnceStore, clock: Clock): Redeem {
  return async ({ app, proof }) => {
    const redeemedAt = clock.now();
    const read = await proofs.read(proof, app, redeemedAt);
    if (read === null) return { kind: "proof_invalid" };
    const { proofId, expiresAt, verificationId, purpose, number, approvedAt } = read;
    // Not hashed: the id reveals nothing, and a proof stays spent when secrets rotate.
    // Kept longer than the proof lives, for processes whose clocks are behind.
    const claim = await once.claim(`proof.${proofId}`, "", expiresAt - redeemedAt + CLOCK_SKEW_MS);
    if (claim.kind === "taken") return { kind: "proof_redeemed" };
    return { kind: "redeemed", verificationId, purpose, number, approvedAt, redeemedAt };
  };
}
