import { expect, test } from "bun:test";
import { knownOperators } from "../../../app/composition/known-operators.ts";
import type { Provider } from "../../../domain/delivery/provider.ts";
import { ACCEPTED, fakeProvider } from "../../support/providers.ts";
import { createSimClock } from "../../support/sim-clock.ts";

const named = (name: string, carriers?: readonly string[]): Provider => ({
  ...fakeProvider(name, [{ says: ACCEPTED }], createSimClock(), []),
  ...(carriers && { carriers }),
});

test("carriers that receipts may name are known beside the operators of the plan, each once", () => {
  const chains = [
    { all: [named("a"), named("b", ["TR-Turkcell", "TR-Vodafone"])] },
    { all: [named("c", ["TR-Turkcell"])] },
  ];
  expect(knownOperators({ countries: ["TR", "GR"], chains })).toEqual([
    "TR",
    "GR",
    "TR-Turkcell",
    "TR-Vodafone",
  ]);
  expect(knownOperators({ countries: ["GR"], chains: [] })).toEqual(["GR"]);
});
