/** Redeems a proof: says what it proves, once (anchors V21). */
import type { Clock, ProofReader, ProvenNumber } from "../ports.ts";
import type { OnceStore } from "../storage/store.ts";
import type { EpochMs } from "../time.ts";

export interface RedeemCommand {
  /** The app that asks; a proof for another one is worth nothing to it. */
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

/** `proof_invalid` is altered, expired, for another app or no proof at all: which of them is nobody's business. */
export type RedeemVerdict =
  Redeemed | { readonly kind: "proof_redeemed" } | { readonly kind: "proof_invalid" };

/** Throws StoreUnavailable; then nobody was told that the proof is good. */
export type Redeem = (command: RedeemCommand) => Promise<RedeemVerdict>;

/** Kept longer than the proof lives, for processes whose clocks are behind. */
const CLOCKS_APART_MS = 60_000;

export function createRedeem(proofs: ProofReader, once: OnceStore, clock: Clock): Redeem {
  return async ({ app, proof }) => {
    const redeemedAt = clock.now();
    const read = await proofs.read(proof, app, redeemedAt);
    if (read === null) return { kind: "proof_invalid" };
    const { proofId, expiresAt, verificationId, purpose, number, approvedAt } = read;
    // The plain name: a proof is spent whatever the secrets are by then, and its id says nothing.
    const claim = await once.claim(`proof.${proofId}`, "", expiresAt - redeemedAt + CLOCKS_APART_MS);
    if (claim.kind === "taken") return { kind: "proof_redeemed" };
    return { kind: "redeemed", verificationId, purpose, number, approvedAt, redeemedAt };
  };
}
