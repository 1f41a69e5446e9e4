/** V15: one number in many spellings, each with its own limits (openwisp#377, better-auth). */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import { admit } from "../../domain/recipient/recipient.ts";
import { STORES } from "./ground.ts";
import { ask, compares, resultOf, SENDS } from "./routes.ts";
import { inScript } from "./scripts.ts";
import { openStage, ROOMY } from "./stage.ts";

const RULES = { countries: ["IR"], landlines: false } as const;
const NUMBER = "+989121234567";
const PREFIXES = ["+98", "98", "0098", "0"];

/** Ways to write the same digits. */
const STYLES: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  Persian: inScript(0x06f0),
  "Arabic-Indic": inScript(0x0660),
  "full-width": (text) => inScript(0xff10)(text).replace("+", "\uff0b"),
  spaced: (text) => text.replace(/(\d{3})(\d{4})$/, " $1 $2 "),
  "with dashes": (text) => text.replace(/(\d{3})(\d{4})$/, "-$1-$2"),
  "with parentheses": (text) => text.replace(/9(\d{2})(\d{7})$/, "(9$1) $2"),
  "with dots": (text) => text.replace(/(\d{3})(\d{4})$/, ".$1.$2"),
  "with bidi marks": (text) => `\u202a${text}\u202c\u200e`,
  "with joiners": (text) => text.split("").join("\u200c"),
  "with other spaces": (text) => text.replace(/(\d{7})$/, "\u00a0$1\u2009"),
};

const SPELLINGS = PREFIXES.flatMap((prefix) =>
  Object.values(STYLES).map((style) => style(`${prefix}9121234567`)),
);

describe.each(STORES)("V15 spellings of one number: on %s", (store) => {
  test(`of ${SPELLINGS.length} spellings only the first gets a message, by every route`, async () => {
    await using stage = await openStage(store, ROOMY);
    const statuses: number[] = [];
    for (const [index, to] of [...SPELLINGS, ...SPELLINGS].entries()) {
      const sends = Object.values(SENDS);
      const send = sends[index % sends.length];
      if (send !== undefined) statuses.push((await ask(stage.api, send(to))).status);
    }
    expect(new Set(SPELLINGS).size).toBeGreaterThanOrEqual(40);
    expect([...new Set(statuses)]).toEqual([201, 429]);
    expect(stage.sent.map(({ recipient }) => recipient)).toEqual([NUMBER]);
  });

  test("a wrong guess at any spelling counts for the number", async () => {
    await using stage = await openStage(store, ROOMY);
    const { to, id, code } = await stage.started();
    const national = to.slice(3);
    for (const [index, style] of Object.values(STYLES).slice(0, 5).entries()) {
      const wrongCode = code === "000000" ? "000001" : "000000";
      const [, byNumber, predecessor] = compares({ to: style(`0${national}`), id }, wrongCode);
      const call = index % 2 === 0 ? byNumber : predecessor;
      if (call !== undefined) expect((await ask(stage.api, call)).status).toBeOneOf([400, 422]);
    }
    for (const call of compares({ to, id }, code))
      expect(resultOf(await ask(stage.api, call))).not.toBe("done");
  });
});

describe("V15 spellings of one number: the canonical form", () => {
  const national = fc
    .integer({ min: 0, max: 9_999_999 })
    .map((last) => `912${String(last).padStart(7, "0")}`);
  const style = fc.constantFrom(...Object.values(STYLES));

  test("is the same for any two spellings, and is its own canonical form", () => {
    const prefix = fc.constantFrom(...PREFIXES);
    fc.assert(
      fc.property(national, prefix, prefix, style, style, (digits, one, other, write, writeOther) => {
        const canonical = admit(write(one + digits), RULES, libphonenumber);
        expect(canonical).toEqual({ kind: "admitted", recipient: `+98${digits}` });
        expect(admit(writeOther(other + digits), RULES, libphonenumber)).toEqual(canonical);
        expect(admit(`+98${digits}`, RULES, libphonenumber)).toEqual(canonical);
      }),
      { numRuns: 500 },
    );
  });
});
