/** `ramz doctor`: checks everything that sending a code depends on, and prints a remedy for each problem. Sends nothing. */
import { findProblems } from "../../composition/configured-parts.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { examineGuard } from "./guard.ts";
import { examineHooks } from "./hooks.ts";
import { examineOrders } from "./orders.ts";
import { examineProviders, providerProblem } from "./providers.ts";
import { type Row, printRows, splitRemedy, summaryOf } from "./rows.ts";
import { examineSecret } from "./secret.ts";
import { examineStore } from "./store.ts";
import { telemetryRows } from "./telemetry.ts";

export interface DoctorOptions {
  readonly json?: boolean;
  /** Seconds that each provider may take. */
  readonly timeout: number;
}

/** Exit code 0: no problems and no warnings. 1: problems. 2: only warnings. */
export async function doctorCommand({ json = false, timeout }: DoctorOptions): Promise<void> {
  const rows = await examine(timeout * 1000);
  const summary = summaryOf(rows);
  if (json) console.log(JSON.stringify({ ...summary, findings: rows }, null, 2));
  else printRows(rows, summary);
  // A provider that hangs may hold a timer or a connection, which would keep the process alive.
  process.exit(summary.problems > 0 ? 1 : summary.warnings > 0 ? 2 : 0);
}

async function examine(timeoutMs: number): Promise<readonly Row[]> {
  const { config, problems, warnings } = loadConfig(process.env);
  const rows = [
    ...problems.map((detail) => configuration("problem", detail)),
    ...warnings.map((detail) => configuration("warning", detail)),
  ];
  const telemetry = telemetryRows();
  if (problems.length > 0) {
    // With problems, `config` has defaults that the operator did not write: a check of secret, store and vendor would mislead.
    const further = await findProblems(config, process.env);
    return [...rows, ...further.map(providerProblem), ...(await telemetry)];
  }
  const valid = rows.length > 0 ? rows : [configuration("ok", "The settings are valid.")];
  return [...valid, ...(await Promise.all(examinedParts(config, timeoutMs, telemetry))).flat()];
}

function examinedParts(config: Config, timeoutMs: number, telemetry: Promise<readonly Row[]>) {
  return [
    Promise.resolve(examineSecret(config)),
    Promise.resolve(examineGuard(config)),
    examineStore(config.store),
    telemetry,
    examineHooks(config),
    examineOrders(config),
    examineProviders(config, timeoutMs),
  ];
}

function configuration(level: Row["level"], problem: string): Row {
  return { about: "configuration", level, subject: "settings", ...splitRemedy(problem) };
}
