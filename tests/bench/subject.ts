/** A server under load, in a process of its own: `bun subject.ts <options as JSON>`. Communicates with the benchmark over IPC. */
import { openBare } from "./bare.ts";
import { openBetterAuth } from "./better-auth.ts";
import { openHandWritten } from "./hand-written.ts";
import { openRamz } from "./ramz.ts";
import type { SubjectOptions, Target, Subject } from "./subject-api.ts";

export type Question = { readonly ask: "usage" } | { readonly ask: "prepare"; readonly count: number };
export type Answer =
  | { readonly port: number }
  | { readonly rssBytes: number; readonly cpuMs: number }
  | { readonly targets: readonly Target[] };

function open(options: SubjectOptions): Promise<Subject> {
  switch (options.kind) {
    case "bare":
      return openBare(options);
    case "by hand":
      return openHandWritten(options);
    case "ramz":
      return openRamz(options);
    case "better-auth":
      return openBetterAuth(options);
  }
}

if (import.meta.main) {
  const options: SubjectOptions = JSON.parse(process.argv[2] ?? "");
  const subject = await open(options);
  const say = (said: Answer) => process.send?.(said);
  process.on("message", (question: Question) => void answer(subject, question).then(say));
  process.on("disconnect", () => process.exit());
  say({ port: subject.port });
}

async function answer(subject: Subject, question: Question): Promise<Answer> {
  if (question.ask === "prepare") return { targets: await subject.prepare(question.count) };
  const { user, system } = process.cpuUsage();
  return { rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 };
}
