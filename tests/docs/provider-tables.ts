/** The tables of built-in providers, their options, and the reasons that vendors share. */
import type { TSchema } from "@sinclair/typebox";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import type { ProviderPlugin } from "../../adapters/providers/_kit/plugin.ts";
import { SHARED_REASONS } from "../../adapters/providers/_kit/shared-reasons.ts";
import { ROOT } from "./pages.ts";
import { shownDefault, variables } from "./settings-table.ts";
import { code, table } from "./table.ts";

async function builtIns(): Promise<readonly (readonly [string, ProviderPlugin])[]> {
  return Promise.all(
    builtInNames().map(async (name) => {
      const loaded = await loadProvider(name, ROOT);
      if (loaded.kind === "failed") throw new Error(loaded.problem);
      return [name, loaded.plugin] as const;
    }),
  );
}

export function sharedReasons(): string {
  const rows = Object.entries(SHARED_REASONS).map(([reason, { means, remedy }]) => [
    code(reason),
    means.en,
    remedy.en,
    means.fa,
    remedy.fa,
  ]);
  return table(["Reason", "What it means", "What to do", "معنا", "چاره"], rows);
}

export async function providersTable(): Promise<string> {
  const rows = (await builtIns()).map(([name, plugin]) => [
    code(name),
    plugin.channels.map(code).join(", "),
    plugin.developmentOnly === true ? "no" : "yes",
  ]);
  return table(["Provider", "Channels", "In production"], rows);
}

export async function providerOptions(): Promise<string> {
  const rows = (await builtIns()).flatMap(([name, plugin]) => {
    const properties: Readonly<Record<string, TSchema>> = plugin.options.properties;
    return Object.entries(properties).map(([option, schema]) => {
      const variable = plugin.env?.[option];
      const required = plugin.options.required?.includes(option) === true && schema.default === undefined;
      return [
        code(name),
        code(option),
        variable === undefined ? "" : variables(variable, plugin.secrets?.includes(option) === true),
        required ? "required" : shownDefault(schema),
        describe(schema) + (plugin.secrets?.includes(option) === true ? " Shown as `***`." : ""),
      ];
    });
  });
  return table(["Provider", "Option", "Variable", "Default", "Meaning"], rows);
}

/** A table of options is described by its members. */
function describe(schema: TSchema): string {
  if (schema.description !== undefined) return schema.description;
  const properties: Readonly<Record<string, TSchema>> = schema["properties"] ?? {};
  return Object.entries(properties)
    .map(([name, inner]) => `${code(name)}: ${inner.description ?? ""}`)
    .join(" ");
}
