/** `ramz providers`: what providers there are, what each needs, and how those in a chain are. Sends nothing. */
import { listProviders } from "../../composition/provider-list.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { type Examined, examineEach } from "../doctor/providers.ts";
import { fail } from "../fail.ts";
import { openProvidersOnly } from "../open-ramz.ts";
import { linesOf } from "./lines.ts";
import { shownOf } from "./shown-provider.ts";

export interface ProvidersOptions {
  readonly json?: boolean;
  /** Seconds that each provider may take. */
  readonly timeout: number;
}

/** Exit code 1: the settings have problems, so that no provider was asked. */
export async function providersCommand({ json = false, timeout }: ProvidersOptions): Promise<void> {
  const { config, problems: ofSettings } = loadConfig(process.env);
  const listed = await listProviders(config, process.env);
  const { examined, problems } =
    ofSettings.length > 0 ? { examined: [], problems: ofSettings } : await examine(config, timeout * 1000);
  const shown = listed.map((one) => shownOf(one, { examined, problems }));
  console.log(
    json
      ? JSON.stringify(shown, null, 2)
      : shown.map((one) => linesOf(one, problems.length === 0)).join("\n"),
  );
  if (problems.length > 0) fail(problems, "The providers of the chains could not be asked");
  // A provider that hangs may hold a timer or a connection, which would keep the process alive.
  process.exit();
}

async function examine(
  config: Config,
  timeoutMs: number,
): Promise<{ readonly examined: readonly Examined[]; readonly problems: readonly string[] }> {
  const opened = await openProvidersOnly(config);
  if (opened.kind === "problems") return { examined: [], problems: opened.problems };
  try {
    return { examined: await examineEach(opened.ramz, timeoutMs), problems: [] };
  } finally {
    await opened.ramz.close();
  }
}
