/** How long a log-in server waits at a hook while the first provider of the chain never answers. Log-in servers give up after five seconds. */
import { bodyFor, hand, HOOK } from "../app/http/hooks/supabase-signer.ts";
import { pluginFile } from "../e2e/plugins/plugin-files.ts";
import { startRamz, tempFolder } from "../support/process.ts";
import { below, type Finding } from "./findings.ts";
import { printTable } from "./numbers.ts";

const PER_SECOND = 50;
const SECONDS = 30;
const TARGET_MS = 4_200;

export async function measureHooks(): Promise<readonly Finding[]> {
  console.log(
    `\n== Hooks: ${PER_SECOND} requests of Supabase a second for ${SECONDS} s, while the first provider hangs`,
  );
  using folder = tempFolder();
  folder.write("hangs.ts", pluginFile("return new Promise(() => {});"));
  folder.write("next.ts", pluginFile('return { outcome: "accepted" };'));
  folder.write("ramz.toml", HOOK);
  await using ramz = await startRamz(
    {
      HOST: "127.0.0.1",
      RAMZ_CONFIG: "ramz.toml",
      RAMZ_PROVIDERS: "./hangs.ts,./next.ts",
      RAMZ_SECRET: "the-bench-of-hooks-has-one-secret-of-enough-length",
      RAMZ_GUARD: "off",
      RAMZ_IP_SENDS_PER_HOUR: "1000000",
      RAMZ_MESSAGES_PER_DAY: "1000000",
    },
    folder,
  );
  const waits: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; sent < PER_SECOND * SECONDS; sent++) {
    const dueAt = startedAt + (sent * 1_000) / PER_SECOND;
    await Bun.sleep(Math.max(0, dueAt - performance.now()));
    waits.push(waitFor(ramz.api, sent, dueAt));
  }
  const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  printTable(
    ["ms until the answer", "p50", "p99", "longest"],
    [["hook of Supabase", ...[at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(0))]],
  );
  return [below(TARGET_MS, "hook, first provider hangs: p99 of the answer", at(0.99), "ms")];
}

/** From when the request was due. Throws when it is refused. */
async function waitFor(api: Parameters<typeof hand>[0], sent: number, dueAt: number): Promise<number> {
  const to = `+98912${String(sent).padStart(7, "0")}`;
  const { text } = await hand(api, bodyFor(to, "493817"));
  if (text !== "{}") throw new Error(`a hook was refused: ${text}`);
  return performance.now() - dueAt;
}
