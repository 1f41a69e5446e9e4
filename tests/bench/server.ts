/** Servers under load, each in a child process of its own. */
import { join } from "node:path";
import type { Answer, Question } from "./subject.ts";
import type { SubjectOptions, Target } from "./subject-api.ts";

export interface Server {
  readonly port: number;
  usage(): Promise<Usage>;
  prepare(count: number): Promise<readonly Target[]>;
  stop(): Promise<void>;
}

export interface Usage {
  readonly rssBytes: number;
  readonly cpuMs: number;
}

/** What a server writes besides its answers. */
export interface Outputs {
  /** Origin of the collector that the server exports every span to; none by default. */
  readonly collector?: string;
  /** File that the server writes its log to; discarded by default. */
  readonly logFile?: string;
}

export async function startServer(
  options: SubjectOptions,
  { collector, logFile }: Outputs = {},
): Promise<Server> {
  const waiting: ((answer: Answer) => void)[] = [];
  const answer = () => new Promise<Answer>((resolve) => void waiting.push(resolve));
  const first = answer();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "subject.ts"), JSON.stringify(options)], {
    stdio: ["ignore", logFile === undefined ? "ignore" : Bun.file(logFile), "inherit"],
    env: {
      ...process.env,
      ...(collector && { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector}/v1/traces` }),
    },
    ipc: (message: Answer) => waiting.shift()?.(message),
  });
  const ask = (question: Question) => {
    child.send(question);
    return answer();
  };
  const greeting = await Promise.race([first, child.exited]);
  if (typeof greeting === "number" || !("port" in greeting))
    throw new Error(`the server "${options.kind}" did not start`);

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

/** Several processes on one port, as one server. */
export async function startTogether(count: number, options: SubjectOptions): Promise<Server> {
  const first = await startServer({ ...options, sharedPort: 0 });
  const servers = [first];
  while (servers.length < count) servers.push(await startServer({ ...options, sharedPort: first.port }));
  return {
    ...first,
    async usage() {
      const usages = await Promise.all(servers.map((server) => server.usage()));
      const sum = (key: keyof Usage) => usages.reduce((total, usage) => total + usage[key], 0);
      return { rssBytes: sum("rssBytes"), cpuMs: sum("cpuMs") };
    },
    async stop() {
      await stopAll(servers);
    },
  };
}

export async function stopAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
