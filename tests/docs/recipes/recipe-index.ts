/** The table of the recipes that come with Ramz. */
import { code, table } from "../table.ts";
import { isRequired, presets } from "./preset.ts";

export function recipeIndex(): string {
  const rows = presets().map(({ name, recipe: { title, channels, countries, trust, options } }) => [
    `[http/${name}](recipes/${name}.md)`,
    title,
    channels.map(code).join(", "),
    countries?.join(", ") ?? "all",
    trust ?? "verified",
    Object.entries(options)
      .map(([option, rule]) => (isRequired(rule) ? `**${code(option)}**` : code(option)))
      .join(", "),
  ]);
  return table(["Recipe", "Vendor", "Channel", "Countries", "Trust", "Options"], rows);
}
