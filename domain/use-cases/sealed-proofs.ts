/**
 * Proofs that travel in an address. A proof may name the number, and addresses are written to logs and histories, so what is handed over
 * is the proof encrypted: only this service can open it, for the app that redeems it.
 */
import type { ProofReader, Secrets } from "../ports.ts";

export interface SealedProofs {
  seal(proof: string, app: string): string;
  /** Reads sealed proofs and plain ones. */
  reader(proofs: ProofReader): ProofReader;
}

const nameFor = (app: string) => `proof\n${app}`;

export function createSealedProofs(secrets: Pick<Secrets, "seal" | "unseal">): SealedProofs {
  return {
    seal: (proof, app) => secrets.seal(proof, nameFor(app)),
    reader: (proofs) => ({
      read: (proof, app, now) => proofs.read(secrets.unseal(proof, nameFor(app)) ?? proof, app, now),
    }),
  };
}
