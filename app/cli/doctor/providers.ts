/** The doctor on providers. */
import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";
import type { Ramz } from "../../composition/compose.ts";
import { labelOf } from "../../composition/provider-chains.ts";
import type { ProviderHandle } from "../../composition/provider-handles.ts";
import type { Config } from "../../config/resolve.ts";
import { openProvidersOnly } from "../open-ramz.ts";
import { type Row, splitRemedy } from "./rows.ts";

/** Runs the examinations of all providers at the same time. */
export async function examineProviders(config: Config, timeoutMs: number): Promise<readonly Row[]> {
  const opened = await openProvidersOnly(config);
  if (opened.kind === "problems") return opened.problems.map(providerProblem);
  const { ramz } = opened;
  try {
    const examined = await examineEach(ramz, timeoutMs);
    const rows = examined.flatMap(({ handle, findings }) =>
      (findings ?? [unexamined(handle)]).map((finding): Row => ({
        about: labelOf(handle, handle.name),
        ...finding,
      })),
    );
    return merged(rows);
  } finally {
    await ramz.close();
  }
}

export interface Examined {
  readonly handle: ProviderHandle;
  /** Null when it has no examination. */
  readonly findings: readonly Finding[] | null;
}

/** Every provider of every chain, examined at the same time. */
export function examineEach(ramz: Ramz, timeoutMs: number): Promise<readonly Examined[]> {
  const deadline = ramz.now() + timeoutMs;
  return Promise.all(
    ramz.providers.map(async (handle) => ({ handle, findings: await handle.examine(deadline) })),
  );
}

/** A problem that prevents the chain from being opened. */
export function providerProblem(problem: string): Row {
  return { about: "providers", level: "problem", subject: "options", ...splitRemedy(problem) };
}

function unexamined({ developmentOnly }: ProviderHandle): Finding {
  return developmentOnly
    ? {
        level: "warning",
        subject: "console mode",
        detail: "It shows codes instead of sending them.",
        remedy: "Set RAMZ_PROVIDERS to real providers, e.g. kavenegar/verify,kavenegar/sms",
      }
    : { level: "ok", subject: "examination", detail: "It has no examination. Test it with ramz send." };
}

/** Merges equal findings, e.g. of several providers of one account, into one row with all their names. */
function merged(rows: readonly Row[]): readonly Row[] {
  const groups = Map.groupBy(rows, ({ about: _about, ...finding }) => JSON.stringify(finding));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, about: group.map((row) => row.about).join(", ") }];
  });
}
