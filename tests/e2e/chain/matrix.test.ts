/** The fault matrix: every code and every bad day of the vendor, at every place of the chain, over HTTP. */
import { afterAll, describe, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { ENVELOPE_CODES } from "../../../adapters/providers/kavenegar/_api/envelope-codes.ts";
import { DAYS } from "./days.ts";
import { classOf, PLACES } from "./expected.ts";
import { expectFault } from "./fault.ts";
import { KEY } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterAll(() => simulator.stop());

const CODES = ENVELOPE_CODES.map(({ code, reason, means, remedy }) => ({
  code: code ?? 0,
  reason,
  hint: { en: `${means.en} ${remedy.en}`, fa: `${means.fa} ${remedy.fa}` },
}));

test("the table of codes is not empty, and has every class", () => {
  expect(CODES.length).toBeGreaterThan(40);
  expect(new Set(CODES.map(({ code }) => classOf(code))).size).toBe(6);
});

describe.each([...PLACES])("a provider that is %s", (place) => {
  test.each(CODES)("does what code $code asks for", async ({ code, reason, hint }) => {
    const kind = classOf(code);
    const told = kind === "accepted" ? {} : { reason, hint };
    const behaviour = kind === "accepted" ? null : ({ kind: "refuse", code } as const);
    await expectFault(simulator, place, { behaviour, kind, vendorCode: String(code), ...told });
  });

  test.each([...DAYS])("survives $name", async (day) => {
    await expectFault(simulator, place, day);
  });
});
