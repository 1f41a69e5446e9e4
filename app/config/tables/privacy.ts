/** How phone numbers are stored, and what proofs say about them. */
import { Type } from "@sinclair/typebox";
import { PROOF_PHONES } from "../../../domain/ports.ts";
import { NUMBERS_AT_REST } from "../../../domain/storage/encrypted-ledgers.ts";
import { closed, notes } from "../setting.ts";

const oneOf = <W extends string>(words: readonly W[]) => words.map((word) => Type.Literal(word));

export const NumbersAtRestSchema = Type.Union(oneOf(NUMBERS_AT_REST), {
  default: "encrypted",
  ...notes(
    "RAMZ_NUMBERS_AT_REST",
    "encrypted: numbers are stored encrypted. until_settled: encrypted until no verification is pending, then masked.",
  ),
});

/** `[proof]`: what proofs say about the number. */
export const ProofSchema = Type.Object(
  {
    phone: Type.Union(oneOf(PROOF_PHONES), {
      default: "number",
      ...notes(
        "RAMZ_PROOF_PHONE",
        "number: a proof contains the phone number. hash: it contains a keyed hash, the same for one number in one app.",
      ),
    }),
  },
  { ...closed, default: {} },
);
