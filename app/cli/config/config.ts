/** `ramz config`: shows the settings in force. */
import { type ShownTables, shownSettings, shownTables, settingsText, tablesText } from "./show.ts";
import type { ProviderHandle } from "../../composition/provider-handles.ts";
import { unreadTelemetrySettings } from "../../composition/examine-telemetry.ts";
import { effectiveDefaultsOf } from "./effective-defaults.ts";
import { filesAsSettings, filesText, variablesByFile } from "./env-files.ts";
import { fail } from "../fail.ts";
import { openProvidersOnly, settingsOrFail } from "../open-ramz.ts";

/** Prints the settings in force, or every problem that would stop a start. */
export async function configCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const loaded = await settingsOrFail(process.env);
  if (loaded === null) return;
  const { raw, config } = loaded;
  const opened = await openProvidersOnly(config);
  if (opened.kind === "problems") return fail(opened.problems);
  const { providers, consoleMode } = opened.ramz;
  const settings = shownSettings(loaded, effectiveDefaultsOf(config, consoleMode));
  const tables = shownTables(raw, config, providers);
  const files = variablesByFile(loaded.origins);
  if (json)
    console.log(JSON.stringify([...settings, ...asSettings(tables), ...filesAsSettings(files)], null, 2));
  else console.log([settingsText(settings), tablesText(tables), filesText(files)].join("\n\n").trim());
  for (const warning of [...cautionsOf(providers), ...(await unreadTelemetrySettings())])
    console.error(`warning: ${warning}`);
  await opened.ramz.close();
}

/** A provider that several chains have is named once. */
function cautionsOf(providers: readonly ProviderHandle[]): readonly string[] {
  const cautions = providers.flatMap(({ name, caution }) =>
    caution === undefined ? [] : [`${name}: ${caution}`],
  );
  return [...new Set(cautions)];
}

/** The tables as settings, each under its name in the file. */
function asSettings({ apps, provider, limits = {}, chains }: ShownTables) {
  return [
    ...(chains === undefined ? [] : [{ name: "chains", value: chains, source: "file" as const }]),
    ...named("limits", "file", limits),
    // Options are merged from the file, the environment and the provider's defaults.
    ...named("provider", "several", provider),
    ...named("apps", "file", apps),
  ];
}

function named(prefix: string, source: "file" | "several", table: Readonly<Record<string, unknown>>) {
  return Object.entries(table).map(([name, value]) => ({ name: `${prefix}.${name}`, value, source }));
}
