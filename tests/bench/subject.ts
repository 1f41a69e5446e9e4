/** A server under load, in a process of its own: `bun subject.ts <kind> <folder>`. Speaks with the benchmark over IPC. */
import { openBare, openHandWritten } from "./hand-written.ts";
import { openRamz, openTraced } from "./ramz.ts";

/** A verification that waits for its check. */
export interface Target {
  readonly id: string;
  readonly code: string;
}

export interface Subject {
  readonly port: number;
  /** Verifications ready to be checked. */
  prepare(count: number): Promise<readonly Target[]>;
}

export type Kind = "bare" | "hand-written" | "ramz" | "ramz-traced";
export type Question = { readonly ask: "usage" } | { readonly ask: "prepare"; readonly count: number };
export type Answer =
  | { readonly port: number }
  | { readonly rssBytes: number; readonly cpuMs: number }
  | { readonly targets: readonly Target[] };

const KINDS: Readonly<Record<string, (folder: string) => Promise<Subject>>> = {
  bare: openBare,
  "hand-written": openHandWritten,
  ramz: openRamz,
  "ramz-traced": openTraced,
};

if (import.meta.main) {
  const [kind = "", folder = ""] = process.argv.slice(2);
  const subject = await KINDS[kind]?.(folder);
  if (subject === undefined) throw new Error(`no server of the kind "${kind}"`);
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
