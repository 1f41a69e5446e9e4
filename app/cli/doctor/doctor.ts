/** `ramz doctor`: looks at everything a code needs on its way, and says what to do about what is wrong. Sends nothing. */
import { findProblems } from "../../composition/configured-parts.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { examineProviders, providerProblem } from "./providers.ts";
import { type Row, printRows, summaryOf, told } from "./rows.ts";
import { examineSecret } from "./secret.ts";
import { examineStore } from "./store.ts";
import { telemetryRows } from "./telemetry.ts";

export interface DoctorOptions {
  readonly json?: boolean;
  /** Seconds each look may take. */
  readonly timeout: number;
}

/** Exit code 0: all is well. 1: problems. 2: warnings only. */
export async function doctorCommand({ json = false, timeout }: DoctorOptions): Promise<void> {
  const rows = await examine(timeout * 1000);
  const summary = summaryOf(rows);
  if (json) console.log(JSON.stringify({ ...summary, findings: rows }, null, 2));
  else printRows(rows, summary);
  // At once: a provider that hung may hold a timer or a connection that would keep the process.
  process.exit(summary.problems > 0 ? 1 : summary.warnings > 0 ? 2 : 0);
}

async function examine(timeoutMs: number): Promise<readonly Row[]> {
  const { config, problems, warnings } = loadConfig(process.env);
  const settings = [
    ...problems.map((detail) => configuration("problem", detail)),
    ...warnings.map((detail) => configuration("warning", detail)),
  ];
  const telemetry = telemetryRows();
  if (problems.length > 0) {
    // With settings that nobody wrote, secret, store and vendor would be looked at in vain.
    const further = await findProblems(config, process.env);
    return [...settings, ...further.map(providerProblem), ...(await telemetry)];
  }
  const valid = settings.length > 0 ? settings : [configuration("ok", "The settings are valid.")];
  return [...valid, ...(await Promise.all(parts(config, timeoutMs, telemetry))).flat()];
}

function parts(config: Config, timeoutMs: number, telemetry: Promise<readonly Row[]>) {
  return [
    Promise.resolve(examineSecret(config)),
    examineStore(config.store),
    telemetry,
    examineProviders(config, timeoutMs),
  ];
}

function configuration(level: Row["level"], sentences: string): Row {
  return { about: "configuration", level, subject: "settings", ...told(sentences) };
}
