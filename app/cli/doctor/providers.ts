import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";
import { labelOf } from "../../composition/provider-chains.ts";
import type { ProviderHandle } from "../../composition/provider-handles.ts";
import type { Config } from "../../config/resolve.ts";
import { openProvidersOnly } from "../open-ramz.ts";
import { type Row, told } from "./rows.ts";

/** Lets every provider of the chain examine itself, all at once. */
export async function examineProviders(config: Config, timeoutMs: number): Promise<readonly Row[]> {
  const opened = await openProvidersOnly(config);
  if (opened.kind === "problems") return opened.problems.map(providerProblem);
  const { ramz } = opened;
  try {
    const deadline = ramz.now() + timeoutMs;
    const examined = await Promise.all(
      ramz.providers.map(async (link) => {
        const findings = (await link.examine(deadline)) ?? [unexamined(link)];
        return findings.map((finding): Row => ({ about: labelOf(link, link.name), ...finding }));
      }),
    );
    return merged(examined.flat());
  } finally {
    await ramz.close();
  }
}

/** What keeps the chain from being opened. */
export function providerProblem(problem: string): Row {
  return { about: "providers", level: "problem", subject: "options", ...told(problem) };
}

function unexamined({ developmentOnly }: ProviderHandle): Finding {
  return developmentOnly
    ? {
        level: "warning",
        subject: "console mode",
        detail: "It shows codes instead of sending them.",
        remedy: "Set RAMZ_PROVIDERS to real providers, e.g. kavenegar/verify,kavenegar/sms",
      }
    : { level: "ok", subject: "examination", detail: "It has none of its own; ramz send tries it out." };
}

/** What several providers of one account found alike is told once, under all their names. */
function merged(rows: readonly Row[]): readonly Row[] {
  const groups = Map.groupBy(rows, ({ about: _about, ...finding }) => JSON.stringify(finding));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, about: group.map((row) => row.about).join(", ") }];
  });
}
