/** V16: digits of other scripts in a code, refused where users type them, or accepted where they do not (FirebaseUI-iOS#430). */
import { describe, expect, test } from "bun:test";
import { plainDigits } from "../../domain/recipient/digits.ts";
import { verificationIn } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { ask, COMPARES, resultOf } from "./routes.ts";
import { inScript } from "./scripts.ts";
import { openStage, ROOMY, type Stage } from "./stage.ts";

const RIGHT: Readonly<Record<string, (code: string) => string>> = {
  ASCII: (code) => code,
  Persian: inScript(0x06f0),
  "Arabic-Indic": inScript(0x0660),
  "full-width": inScript(0xff10),
  "full-width with a mark at the end": (code) => `${inScript(0xff10)(code)}\u200e`,
  "in two scripts, with a space": (code) => `${inScript(0x06f0)(code.slice(0, 3))} ${code.slice(3)}`,
};

/** Unicode digits (Nd or No) that no user here types, and texts as long as a code that are not one. */
const REFUSED: Readonly<Record<string, (code: string) => string>> = {
  Devanagari: inScript(0x0966),
  Bengali: inScript(0x09e6),
  "mathematical bold": inScript(0x1d7ce),
  superscript: (code) => code.replaceAll(/\d/g, "\u00b9"),
  "one digit more": (code) => `${code}0`,
  "one digit less": (code) => code.slice(1),
  "a sign in front": (code) => `+${code}`,
  "an exponent": (code) => `${code.slice(0, 4)}e1`,
  nothing: () => "",
  "marks alone": () => "\u200e\u200f\u200c",
};

async function leftOf({ api }: Stage, id: string): Promise<number> {
  return verificationIn(await api.get(`/v1/verifications/${id}`)).checks_left;
}

describe.each(STORES)("V16 digits of other scripts: on %s", (store) => {
  test.each(Object.entries(RIGHT))("the right code in %s is accepted on every route", async (_, write) => {
    await using stage = await openStage(store, ROOMY);
    for (const compare of Object.values(COMPARES)) {
      const started = await stage.started();
      expect(resultOf(await ask(stage.api, compare(started, write(started.code))))).toBe("done");
    }
  });

  test("a text that is not a code is refused by every route, and never compared", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    for (const [name, write] of Object.entries(REFUSED)) {
      for (const compare of Object.values(COMPARES)) {
        const { status } = await ask(stage.api, compare(started, write(started.code)));
        expect([name, status]).toEqual([name, 400]);
      }
    }
    expect(await leftOf(stage, started.id)).toBe(5);
  });

  test("a megabyte of digits is refused without being read, by every route", async () => {
    await using stage = await openStage(store, ROOMY);
    const started = await stage.started();
    for (const compare of Object.values(COMPARES)) {
      for (const huge of ["1".repeat(1_000_000), "\u200e".repeat(300_000)])
        expect((await ask(stage.api, compare(started, huge))).status).toBe(413);
    }
    expect(await leftOf(stage, started.id)).toBe(5);
  });
});

describe("V16 digits of other scripts: reading them", () => {
  test.each(["1", "\u200e", " -", "\u06f1\u200c", "a"])("a megabyte of %j takes little time", (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    const begun = performance.now();
    plainDigits(text);
    // A quadratic reader takes hours.
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
