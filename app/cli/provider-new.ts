/** `ramz provider new`: asks six questions and writes a recipe for a vendor that Ramz does not know. */
import { existsSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { newRecipe, RECIPE_QUESTIONS } from "../composition/open-adapters.ts";
import { fail, refuse } from "./fail.ts";

/** Answers may be piped, one a line. Writes into the working directory, and over no file. */
export async function newProviderCommand(): Promise<void> {
  const made = newRecipe(await askAll());
  if (made.kind === "problems") return fail(made.problems, "The recipe cannot be written");
  const { fileName, toml } = made;
  if (existsSync(fileName))
    return refuse(`There is a file ${fileName} already. Move it, or name the vendor otherwise.`);
  writeFileSync(fileName, toml, { flag: "wx" });
  console.log(`Wrote ${fileName}. Complete it where its comments say so. Then:
  ramz provider http/./${fileName} check
  RAMZ_PROVIDERS=http/./${fileName} ramz config`);
}

async function askAll(): Promise<readonly string[]> {
  const terminal = createInterface({ input: process.stdin });
  const lines = terminal[Symbol.asyncIterator]();
  const answers: string[] = [];
  for (const [question, example] of RECIPE_QUESTIONS) {
    process.stderr.write(`${question}, e.g. ${example}\n> `);
    const next = await lines.next();
    if (next.done === true) break;
    answers.push(next.value);
  }
  terminal.close();
  return answers;
}
