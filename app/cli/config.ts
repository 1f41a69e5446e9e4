import { dumpConfig, dumpText } from "../config/dump.ts";
import { settingsOrFail } from "./settings.ts";

/** `ramz config`: prints what is in force, having looked for every problem a start would meet. */
export async function configCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const loaded = await settingsOrFail(process.env);
  if (loaded === null) return;
  const settings = dumpConfig(loaded.raw, loaded.sources);
  console.log(json ? JSON.stringify(settings, null, 2) : dumpText(settings));
}
