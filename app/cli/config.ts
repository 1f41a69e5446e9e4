import { dumpConfig, dumpText } from "../config/dump.ts";
import { loadConfig } from "../config/load.ts";
import { compose } from "../compose.ts";
import { fail } from "./fail.ts";

/** `ramz config`: prints what is in force. Opens the providers too, so that it finds every problem a start would. */
export async function configCommand({ json = false }: { readonly json?: boolean }): Promise<void> {
  const loaded = loadConfig(process.env);
  if (loaded.kind === "problems") return fail(loaded.problems);
  const store = { ...loaded.config.store, path: ":memory:" };
  const composed = await compose({ ...loaded.config, store }, process.env);
  if (composed.kind === "problems") return fail(composed.problems);
  await composed.ramz.close();
  const settings = dumpConfig(loaded.raw, loaded.sources);
  console.log(json ? JSON.stringify(settings, null, 2) : dumpText(settings));
  for (const warning of loaded.warnings) console.error(`warning: ${warning}`);
}
