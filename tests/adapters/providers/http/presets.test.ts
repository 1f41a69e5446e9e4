/** Every recipe that comes with Ramz reads its own examples as it says, and renders a request. */
import { describe, expect, test } from "bun:test";
import { IRANIAN_OPERATORS } from "../../../../adapters/numbering/iranian-operators.ts";
import { sharedHint } from "../../../../adapters/providers/_kit/vendor-answer.ts";
import { loadProvider } from "../../../../adapters/providers/_kit/load.ts";
import { loadRecipe, presetNames } from "../../../../adapters/providers/http/_recipe/load-recipe.ts";
import { classify } from "../../../../adapters/providers/http/_recipe/read-answer.ts";
import { compileCall } from "../../../../adapters/providers/http/_recipe/render-call.ts";
import { valuesOf } from "../../../../adapters/providers/http/_recipe/values.ts";
import { MESSAGE } from "./support.ts";

const NEEDED = ["accepted", "account", "message", "unknown"];

test("fourteen recipes are seen", () => {
  expect(presetNames()).toHaveLength(14);
});

test.each([
  ["ghasedak", "ghasedak/otp"],
  ["ippanel", "ippanel/pattern"],
  ["smsir", "smsir/verify"],
])("http/%s, a recipe once, is refused with its present name", (old, present) => {
  const loaded = loadRecipe(`http/${old}`, ".");
  expect(loaded.kind === "failed" ? loaded.cause : "loaded").toContain(`write ${present} in RAMZ_PROVIDERS`);
});

for (const name of presetNames()) {
  describe(`http/${name}`, () => {
    const loaded = loadRecipe(`http/${name}`, ".");
    if (loaded.kind === "failed") throw new Error(loaded.cause);
    const { recipe } = loaded;
    const examples = recipe.example ?? [];

    test("has an accepted, an account, a message and an unknown example", () => {
      const classes = examples.map((one) => one.class);
      expect(NEEDED.filter((word) => !classes.some((one) => one === word))).toEqual([]);
    });

    test("names operators of Iran as the numbering plan does", () => {
      const names = Object.values(recipe.receipt?.carriers ?? {}).filter((one) => one.startsWith("IR"));
      expect(names.filter((one) => !IRANIAN_OPERATORS.includes(one))).toEqual([]);
    });

    test("reads its examples as they say", () => {
      const read = examples.map(({ http, body = "", headers = {} }) =>
        classify(recipe, { status: http, headers, text: body, truncated: false }),
      );
      expect(read.map(({ meaning }): string => meaning.class)).toEqual(examples.map((one) => one.class));
    });

    test("explains every reason of its tables, in both languages", () => {
      const { codes = {}, http = {}, when = {}, otherwise } = recipe.faults;
      const tables = [codes, http, ...Object.values(when)];
      const written = [...tables.flatMap((table) => Object.values(table)), ...(otherwise ? [otherwise] : [])];
      const reasons = written.map((meaning) => meaning.split(" ")[1] ?? "");
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.filter((reason) => (recipe.hints?.[reason] ?? sharedHint(reason)) === null)).toEqual([]);
    });

    test("renders a request that goes to its own host over TLS and holds the code", () => {
      const options = Object.fromEntries(
        Object.entries(recipe.options).map(([option, { type, default: fallback, https }]) => [
          option,
          fallback ?? (type === "integer" ? 7 : https === true ? "vendor.example" : `its-${option}`),
        ]),
      );
      const context = { options, optionRules: recipe.options, style: {}, now: 0 };
      const call = compileCall(recipe.send)(valuesOf(MESSAGE, context));
      expect(call.url).toStartWith("https://");
      expect(decodeURIComponent(`${call.url}${String(call.body)}`)).toContain(MESSAGE.code);
      expect(`${call.url} ${String(call.body)} ${JSON.stringify(call.headers)}`).not.toMatch(/[{]\w+[}]/);
    });
  });
}

test.each(["bale/safir", "twilio/sms", "telegram/gateway", "twilio"])(
  "%s, written like a built-in provider, is refused with the recipe's name",
  async (name) => {
    const loaded = await loadProvider(name, ".");
    expect(loaded.kind === "failed" ? loaded.problem : "loaded").toContain(
      `A recipe is written "http/${name.split("/")[0]}".`,
    );
  },
);
