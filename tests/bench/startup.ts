/** Time from spawn to the first answer of the process as operators start it. */
import { join } from "node:path";
import type { Finding } from "./findings.ts";
import { median } from "./numbers.ts";

const STARTS = 5;

export async function measureStartup(folder: string): Promise<readonly Finding[]> {
  const times: number[] = [];
  for (let turn = 0; turn < STARTS; turn++) times.push(await startOnce(join(folder, `startup-${turn}.db`)));
  const all = times.map((time) => time.toFixed(0)).join(", ");
  const measured = `${median(times).toFixed(0)} ms`;
  console.log(`\n== Start-up: ${measured} from spawn to the first answer (${all})`);
  return [{ what: "Start-up, from spawn to the first answer", measured }];
}

async function startOnce(file: string): Promise<number> {
  const startedAt = Bun.nanoseconds();
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../../app/main.ts"), "serve"], {
    env: { PATH: process.env["PATH"], PORT: "0", RAMZ_STORE: `sqlite:${file}`, RAMZ_PROVIDERS: "console" },
    stderr: "inherit",
  });
  try {
    const answer = await fetch(`${await originFrom(child.stdout)}/healthz`);
    await answer.text();
    return (Bun.nanoseconds() - startedAt) / 1e6;
  } finally {
    child.kill();
    await child.exited;
  }
}

async function originFrom(output: ReadableStream<Uint8Array>): Promise<string> {
  let said = "";
  for await (const chunk of output) {
    said += new TextDecoder().decode(chunk);
    const origin = /listens on (http:\/\/[\w.:]+)\./.exec(said)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error(`the server ended before it listened: ${said}`);
}
