/** The tool `receipts` over all chains: an app with a chain of its own has addresses of its own. */
import type { ToolReport } from "../../adapters/providers/_kit/plugin.ts";
import type { EpochMs } from "../../domain/time.ts";
import type { ProviderHandle } from "../composition/provider-handles.ts";

export const RECEIPTS_TOOL = "receipts";

/** The addresses of a provider, or of all providers of a vendor, in every chain; null when none of them has one. */
export async function addressesOf(
  target: string,
  providers: readonly ProviderHandle[],
  deadline: EpochMs,
): Promise<ToolReport | null> {
  const tools = providers
    .filter(({ name }) => name === target || name.startsWith(`${target}/`))
    .flatMap(({ tools: own }) => own[RECEIPTS_TOOL] ?? []);
  const reports = await Promise.all(tools.map((tool) => tool.run(deadline)));
  const failure = reports.find(({ kind }) => kind === "failed");
  if (failure !== undefined || reports.length === 0) return failure ?? null;
  return {
    kind: "report",
    rows: reports.flatMap((report) => (report.kind === "report" ? report.rows : [])),
  };
}
