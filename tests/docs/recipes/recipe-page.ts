/** The page of a recipe, made from the recipe alone, so that the two cannot differ. */
import { code } from "../table.ts";
import { answersSection, examplesSection } from "./answers.ts";
import { examineSection, feedbackSection, receiptsSection } from "./later.ts";
import { type Preset, presetNamed, sentences } from "./preset.ts";
import { acceptSection, keySection, requestSection } from "./request.ts";
import { optionsSection, switchOnSection } from "./settings.ts";

export function recipePage(name: string): string {
  const preset = presetNamed(name);
  const parts = [
    `# http/${name}`,
    introduction(preset),
    switchOnSection(preset),
    optionsSection(preset),
    keySection(preset),
    requestSection(preset),
    acceptSection(preset),
    answersSection(preset),
    receiptsSection(preset),
    feedbackSection(preset),
    examineSection(preset),
    examplesSection(preset),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function introduction({ name, recipe }: Preset): string {
  const { title, channels, countries, note = "", trust, docs, messenger } = recipe;
  const where = countries === undefined ? "every country" : countries.join(", ");
  const paragraphs = [
    `${title}: carries ${channels.map(code).join(", ")} to numbers of ${where}, as a recipe.`,
    sentences(
      note,
      countries === undefined ? "" : "A number of another country goes to the next provider at once.",
      messenger === undefined ? "" : `The person is asked to look into ${messenger.en} (${messenger.fa}).`,
    ),
    trust === "unverified" ? UNVERIFIED : VERIFIED,
    sentences(
      docs === undefined ? "" : `The vendor's documentation: <${docs}>.`,
      `This page is made from [${name}.toml](../../../adapters/providers/http/_presets/${name}.toml); [Write a recipe](../../how-to/write-a-recipe.md) explains its parts.`,
    ),
  ];
  return paragraphs.filter((one) => one !== "").join("\n\n");
}

const VERIFIED =
  "Trust: **verified**. Its codes were compared with the vendor's documentation or its own libraries, which may have changed since.";
const UNVERIFIED =
  "Trust: **unverified**. Some of its codes were not compared with the vendor's documentation; `ramz config` and `ramz providers` say so, too. Before you rely on it, send one message with `ramz send`, and read an answer of the vendor with `check --answer`.";
