/** A real Ramz in a separate process, in console mode or with simulated vendors, with its own port and store. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./pages.ts";

export interface Served {
  readonly origin: string;
  /** Everything it printed so far, without the invisible marks around each line. */
  printed(): string;
  stop(): Promise<void>;
}

/** Starts `ramz serve`, or another command that serves, with these settings, and waits until it listens. */
export async function serve(
  settings: Readonly<Record<string, string>> = {},
  command: readonly string[] = ["serve"],
): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "ramz-docs-"));
  const child = Bun.spawn([process.execPath, "app/main.ts", ...command], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      RAMZ_STORE: `sqlite:${join(folder, "ramz.db")}`,
      ...settings,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  let output = "";
  const reading = read(child.stdout, (text) => (output += text));
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
    await reading;
    rmSync(folder, { recursive: true, force: true });
  };
  const printed = () => output.replaceAll(/[\u2066\u2069]/g, "");

  await until(() => /^(Try: |Send a code:)/m.test(printed()) || child.exitCode !== null);
  const origin = /listens on (http:\S+?)\.? /.exec(printed())?.[1];
  if (origin === undefined) {
    await stop();
    throw new Error(
      `ramz ${command.join(" ")} did not start: ${output}${await new Response(child.stderr).text()}`,
    );
  }
  return { origin, printed, stop };
}

async function read(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}

const PATIENCE_MS = 10_000;

/** Waits until the condition holds; throws when that takes too long. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error("waited too long");
    await Bun.sleep(20);
  }
}
