/**
 * Challenges as proof of work, by ALTCHA (altcha-lib 2): self-hosted, no third party. The page derives PBKDF2 keys until one has the
 * prefix that the challenge asks for. The derived key is signed as well, so reading a solution costs one HMAC and no derivation.
 */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { type Challenge as AltchaChallenge, createChallenge, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { ChallengeMaker, ChallengeSubject, Secrets } from "../../domain/ports.ts";
import { SECOND_MS } from "../../domain/time.ts";

const ALGORITHM = "PBKDF2/SHA-256";
/** Iterations of one derivation: what making a challenge costs us. */
const ITERATIONS = 1_000;
/** The least derivations that a solver needs, from the easiest challenge to the hardest. Each challenge needs up to twice as many. */
const DERIVATIONS = { easiest: 100, hardest: 1_000 } as const;

/** A solution as the widget sends it: base64 of this, as JSON. Unknown members are signed or ignored by the library. */
const Solution = Type.Object({
  challenge: Type.Object({
    parameters: Type.Object({
      algorithm: Type.Literal(ALGORITHM),
      nonce: Type.String(),
      salt: Type.String(),
      cost: Type.Integer(),
      keyLength: Type.Integer(),
      keyPrefix: Type.String(),
      keySignature: Type.String(),
      expiresAt: Type.Integer(),
      data: Type.Object({ subject: Type.String(), key: Type.String() }),
    }),
    signature: Type.String(),
  }),
  solution: Type.Object({ counter: Type.Integer(), derivedKey: Type.String() }),
});

export function createChallengeMaker(
  secrets: Pick<Secrets, "keyId" | "knows" | "mac" | "windowKey" | "same">,
): ChallengeMaker {
  const keysOf = (keyId: string) => {
    const keyFor = (use: string) => Buffer.from(secrets.mac(keyId, `challenge ${use}`)).toString("base64url");
    return {
      hmacSignatureSecret: keyFor("signature"),
      hmacKeySignatureSecret: keyFor("key signature"),
    };
  };
  // A keyed hash, because a challenge is shown to the page.
  const nameOf = ({ app, recipient }: ChallengeSubject) =>
    secrets.windowKey(`challenge\n${app}\n${recipient}`);

  return {
    async make(subject, strength, expiresAt) {
      const least = Math.round(DERIVATIONS.easiest * (DERIVATIONS.hardest / DERIVATIONS.easiest) ** strength);
      const challenge: AltchaChallenge = await createChallenge({
        ...keysOf(secrets.keyId),
        algorithm: ALGORITHM,
        cost: ITERATIONS,
        counter: randomInt(2 * least, least),
        deriveKey,
        expiresAt: Math.floor(expiresAt / SECOND_MS),
        // Named, so that a challenge of an older secret is still good while secrets rotate.
        data: { subject: nameOf(subject), key: secrets.keyId },
      });
      return { ...challenge };
    },
    async solved(response, subject, now) {
      const read = as(Solution, jsonIn(response));
      if (read === null) return null;
      const { challenge, solution } = read;
      const { nonce, expiresAt, data } = challenge.parameters;
      if (now >= expiresAt * SECOND_MS || !secrets.same(data.subject, nameOf(subject))) return null;
      if (!secrets.knows(data.key)) return null;
      const { verified } = await verifySolution({ ...keysOf(data.key), challenge, solution, deriveKey });
      return verified ? nonce : null;
    },
  };
}

function jsonIn(response: string): unknown {
  try {
    return JSON.parse(Buffer.from(response, "base64").toString());
  } catch {
    return null;
  }
}

function as<T extends TSchema>(shape: T, value: unknown): Static<T> | null {
  return Value.Check(shape, value) ? value : null;
}
