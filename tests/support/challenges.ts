/** Challenges whose solution is their own text, over a store of claims in memory. */
import type { Challenge, ChallengeMaker } from "../../domain/ports.ts";
import type { OnceStore } from "../../domain/storage/store.ts";
import { type Challenges, createChallenges } from "../../domain/use-cases/challenges.ts";

export function createTestChallenges(): Challenges {
  return createChallenges(createMaker(), createClaims());
}

/** What solves a challenge of these tests. */
export function solutionOf(challenge: Challenge): string {
  return JSON.stringify(challenge);
}

function createMaker(): ChallengeMaker {
  let made = 0;
  return {
    make: async ({ app, recipient }, strength, expiresAt) => ({
      id: String((made += 1)),
      app,
      recipient,
      strength,
      expiresAt,
    }),
    async solved(response, { app, recipient }, now) {
      const challenge: Challenge = JSON.parse(response);
      const isFor = challenge["app"] === app && challenge["recipient"] === recipient;
      return isFor && now < Number(challenge["expiresAt"]) ? String(challenge["id"]) : null;
    },
  };
}

function createClaims(): OnceStore {
  const held = new Map<string, string>();
  return {
    async claim(name, value) {
      const before = held.get(name);
      if (before !== undefined) return { kind: "taken", held: before };
      held.set(name, value);
      return { kind: "claimed" };
    },
    replace: async (name, value) => void held.set(name, value),
    release: async (name) => void held.delete(name),
  };
}
