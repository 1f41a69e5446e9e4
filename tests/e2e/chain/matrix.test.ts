/**
 * One fault of each class at every place of the chain, over HTTP. Which class each code and each failure on the wire has is proven for
 * every provider in tests/adapters/providers/kavenegar (codes, wire-faults).
 */
import { afterAll, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { meaningOfEnvelope } from "../../../adapters/providers/kavenegar/_api/meanings.ts";
import { type Class, CLASSES, PLACES } from "./expected.ts";
import { expectFault, type Fault } from "./fault.ts";
import { KEY } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => simulator.stop());

/** The vendor refuses with this code. */
function refused(kind: Class, code: number): Fault {
  const { reason, means, remedy } = meaningOfEnvelope(code);
  const hint = { en: `${means.en} ${remedy.en}`, fa: `${means.fa} ${remedy.fa}` };
  return { behaviour: { kind: "refuse", code }, kind, vendorCode: String(code), reason, hint };
}

const lost = { kind: "unknown", reason: "connection_lost", onPhone: true } as const;

const FAULTS: readonly (readonly [name: string, Fault])[] = [
  ["accepts", { behaviour: null, kind: "accepted", vendorCode: "200" }],
  ["refuses the number", refused("recipient", 411)],
  ["refuses the message", refused("message", 412)],
  ["refuses the account", refused("account", 418)],
  ["cannot send now", refused("unavailable", 402)],
  ["fails inside", refused("unknown", 500)],
  ["sends, and loses its answer", { behaviour: { kind: "accept_then_drop" }, ...lost }],
  ["never answers", { behaviour: { kind: "hang" }, kind: "unknown", reason: "timeout", late: true }],
];

test("the faults have every class", () => {
  expect(new Set(FAULTS.map(([, { kind }]) => kind))).toEqual(new Set(CLASSES));
});

describe.each([...PLACES])("a provider that is %s", (place) => {
  test.each([...FAULTS])(
    "and %s: the answer, the traffic, the ledger and the next start",
    async (_, fault) => {
      await expectFault(simulator, place, fault);
    },
  );
});
