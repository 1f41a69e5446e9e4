import { type DumpedApp, dumpApps, dumpAppsText, dumpConfig, dumpText } from "../config/dump.ts";
import { settingsOrFail } from "./settings.ts";

/** `ramz config`: prints what is in force, having looked for every problem a start would meet. */
export async function configCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const loaded = await settingsOrFail(process.env);
  if (loaded === null) return;
  const settings = dumpConfig(loaded.raw, loaded.sources);
  const apps = dumpApps(loaded.config);
  if (json) return console.log(JSON.stringify([...settings, ...apps.map(asSetting)], null, 2));
  console.log([dumpText(settings), dumpAppsText(apps)].join("\n").trim());
}

/** An app among the settings, under its name in the file. */
function asSetting({ name, ...value }: DumpedApp) {
  return { name: `apps.${name}`, value, source: "file" };
}
