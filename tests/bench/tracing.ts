/** The price of tracing: a saturated server that exports every span beside one that exports none. It is printed, not judged. */
import { join } from "node:path";
import { startCollector } from "./collector.ts";
import { compare } from "./compare.ts";
import { starting } from "./contenders.ts";
import { type Finding, ratioOf } from "./findings.ts";
import { startServer, stopAll } from "./server.ts";

/** The price is within what varies from second to second, so the two take many short turns. */
const ROUNDS = 40;
const ROUND_MS = 500;

export async function measureTracing(folder: string): Promise<readonly Finding[]> {
  const storeIn = (name: string) => `sqlite:${join(folder, `${name}.db`)}`;
  const collector = startCollector();
  const untraced = await startServer({ kind: "ramz", store: storeIn("untraced") });
  const traced = await startServer(
    { kind: "ramz", store: storeIn("traced") },
    { collector: collector.origin },
  );
  try {
    console.log(`\n== Tracing, start on SQLite: 32 connections, ${ROUNDS} rounds of ${ROUND_MS} ms, medians`);
    const [none = [], every = []] = await compare(
      [
        starting({ name: "no span exported", server: untraced, roundMs: ROUND_MS }),
        starting({ name: "every span exported", server: traced, roundMs: ROUND_MS }),
      ],
      ROUNDS,
    );
    return [ratioOf("SQLite: start, every span exported / none", every, none, "withdrawn")];
  } finally {
    await stopAll([untraced, traced]);
    await collector.stop();
  }
}
