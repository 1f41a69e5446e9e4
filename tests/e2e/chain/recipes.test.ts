/** The chain swapped to each recipe by configuration alone: a start, the code as the vendor got it, a check. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { presetNames } from "../../../adapters/providers/http/_recipe/load-recipe.ts";
import { play } from "../../adapters/providers/http/played.ts";
import { freshNumber, verificationIn } from "../../support/http.ts";
import { tempFolder } from "../../support/process.ts";
import { serving } from "./serving.ts";

test.each([...presetNames()])("http/%s alone carries a verification", async (name) => {
  using folder = tempFolder();
  const { toml, options, recipe, vendor } = play(name);
  folder.write(`${name}.toml`, toml);
  const provider = `http/${join(folder.path, `${name}.toml`)}`;
  folder.write("ramz.toml", `[provider."${provider}"]\n${tableOf(options)}\n`);
  const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_PROVIDERS: provider };
  await using ramz = await serving(env);
  const to = freshNumber();
  const [channel] = recipe.channels;
  const sent = verificationIn(await ramz.api.post("/v1/verifications", { to, channel }));
  expect(sent).toMatchObject({ provider, channel, status: "pending" });

  const asked = vendor.asked.at(-1);
  const code = codeIn(decodeURIComponent(`${asked?.path} ${asked?.text}`.replaceAll("+", " ")));
  expect(verificationIn(await ramz.api.post("/v1/checks", { to, code })).status).toBe("approved");
  await vendor.stop();
});

/** The one number of six digits in a request. */
function codeIn(text: string): string | undefined {
  return /(?<![0-9A-Za-z])\d{6}(?![0-9A-Za-z])/.exec(text)?.[0];
}

function tableOf(options: Readonly<Record<string, unknown>>): string {
  const { texts, ...others } = options;
  const lines = Object.entries(others).map(([option, value]) => `${option} = ${JSON.stringify(value)}`);
  return [...lines, ...(texts === undefined ? [] : ['texts.fa = "{code} is your code"'])].join("\n");
}
