/** Servers under load, seen from the benchmark: each a child process with one server in it. */
import { join } from "node:path";
import type { Answer, Kind, Question, Target } from "./subject.ts";

export interface Server {
  readonly port: number;
  usage(): Promise<{ readonly rssBytes: number; readonly cpuMs: number }>;
  prepare(count: number): Promise<readonly Target[]>;
  stop(): Promise<void>;
}

/** `collector`: where the server exports its spans to; nowhere by default. */
export async function startServer(kind: Kind, folder: string, collector?: string): Promise<Server> {
  const waiting: ((answer: Answer) => void)[] = [];
  const answer = () => new Promise<Answer>((resolve) => void waiting.push(resolve));
  const first = answer();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "subject.ts"), kind, folder], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...(collector && { OTEL_EXPORTER_OTLP_ENDPOINT: collector }) },
    ipc: (message: Answer) => waiting.shift()?.(message),
  });
  const ask = (question: Question) => {
    child.send(question);
    return answer();
  };
  const greeting = await Promise.race([first, child.exited]);
  if (typeof greeting === "number" || !("port" in greeting))
    throw new Error(`the ${kind} server did not start`);

  return {
    port: greeting.port,
    async usage() {
      const usage = await ask({ ask: "usage" });
      if (!("cpuMs" in usage)) throw new Error("the server answered another question");
      return usage;
    },
    async prepare(count) {
      const prepared = await ask({ ask: "prepare", count });
      if (!("targets" in prepared)) throw new Error("the server answered another question");
      return prepared.targets;
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}
