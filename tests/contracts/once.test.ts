/** Each planted fault breaks a sentence of the contract of claims, and a correct store breaks none. */
import { expect, test } from "bun:test";
import type { OnceStore } from "../../domain/storage/store.ts";
import { failuresOf } from "./failures.ts";
import { onceContract } from "./once.ts";
import { type Fault, planted } from "./planted.ts";

const failures = (fault: Fault) =>
  failuresOf((collect) =>
    onceContract({ test: collect, expect, name: "claims", make: () => planted(fault) }),
  );

test("a correct store in memory keeps every sentence", async () => {
  expect(await failures(() => ({}))).toEqual([]);
});

const instead =
  (change: (once: OnceStore) => Partial<OnceStore>): Fault =>
  ({ once }) => ({ once: { ...once, ...change(once) } });

const FAULTS: Readonly<Record<string, Fault>> = {
  "looks first and claims later": instead((once) => {
    const seen = new Map<string, string>();
    return {
      async claim(name, value, lifetimeMs) {
        const held = seen.get(name);
        await once.replace(name, value, lifetimeMs);
        seen.set(name, held ?? value);
        return held === undefined ? { kind: "claimed" } : { kind: "taken", held };
      },
      async release(name, value) {
        seen.delete(name);
        await once.release(name, value);
      },
    };
  }),
  "shows each claimant its own value": instead((once) => ({
    async claim(name, value, lifetimeMs) {
      const claim = await once.claim(name, value, lifetimeMs);
      return claim.kind === "claimed" ? claim : { kind: "taken", held: value };
    },
  })),
  "lets claims expire early": instead((once) => ({
    claim: (name, value, lifetimeMs) => once.claim(name, value, lifetimeMs / 8),
  })),
  "lets no claim expire": instead((once) => ({
    claim: (name, value) => once.claim(name, value, Infinity),
  })),
  "keeps the first time for what is replaced": instead((once) => ({
    replace: (name, value, lifetimeMs) => once.replace(name, value, lifetimeMs - 3_600_000),
  })),
  "folds the case of names": instead((once) => ({
    claim: (name, ...rest) => once.claim(name.toLowerCase(), ...rest),
  })),
  "releases any claim": instead((once) => ({
    async release(name) {
      const claim = await once.claim(name, "", 1);
      if (claim.kind === "taken") await once.release(name, claim.held);
    },
  })),
  "does not release": instead(() => ({ release: async () => {} })),
  "replaces nothing": instead(() => ({ replace: async () => {} })),
  "throws errors of its own": instead((once) => ({
    claim: (...all) => once.claim(...all).catch(() => Promise.reject(new Error("ECONNREFUSED"))),
  })),
};

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`a store that ${name} is caught`, async () => {
    expect(await failures(fault)).not.toEqual([]);
  });
}
