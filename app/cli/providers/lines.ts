/** One provider of `ramz providers` as text. */
import type { ListedOption } from "../../composition/provider-list.ts";
import type { ShownProvider } from "./shown-provider.ts";

const ORIGINS: Readonly<Record<ShownProvider["origin"], string>> = {
  "built-in": "built in",
  recipe: "recipe",
  own: "your own",
};

/** Its name and channels, what it needs, what it takes besides, and how it is. `isAsked`: the chains could be opened. */
export function linesOf(provider: ShownProvider, isAsked: boolean): string {
  const { name, origin, channels, caution, chains, options, problem } = provider;
  if (problem !== null) return `${name}: ${ORIGINS[origin]}\n  problem ${problem}`;
  const where = chains.length === 0 ? "in no chain" : `in a chain of ${chains.join(", ")}`;
  const required = options.filter((option) => option.required);
  const others = options.filter((option) => !option.required);
  const rows = [
    ["needs", required.map((option) => `${labelOf(option)} (${option.set ? "set" : "missing"})`).join(", ")],
    ["takes", others.map((option) => labelOf(option) + (option.set ? " (set)" : "")).join(", ")],
    ["health", healthText(provider, isAsked)],
    ["caution", caution ?? ""],
  ].filter(([, text]) => text !== "");
  const lines = rows.map(([word = "", text]) => `  ${word.padEnd(7)} ${text}`);
  return [`${name}: ${channels.join(", ")}; ${ORIGINS[origin]}, ${where}`, ...lines].join("\n");
}

/** Its variable where it has one, because most are set there. */
function labelOf({ name, variable }: ListedOption): string {
  return variable ?? name;
}

function healthText({ chains, findings, health, unopened }: ShownProvider, isAsked: boolean): string {
  if (chains.length === 0) return "not known, because only providers in a chain are asked";
  if (unopened.length > 0) return `not known, because it could not be opened: ${unopened.join(" ")}`;
  if (!isAsked) return "not known, because its chain could not be opened; the reasons are below";
  if (health === "unknown") return "not known, because it has no examination; test it with ramz send";
  const wrong = findings.filter(({ level }) => level !== "ok");
  return [health, ...wrong.map(({ detail, remedy = "" }) => `${detail} ${remedy}`.trim())].join(": ");
}
