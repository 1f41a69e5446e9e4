/** The real program in a terminal, as a person starts it. */
import { join } from "node:path";
import { eventually } from "../../../support/http.ts";
import { type Env, tempFolder } from "../../../support/process.ts";

export interface InTerminal extends AsyncDisposable {
  readonly url: string;
  /** What the terminal shows, without colours. */
  shown(): string;
}

export async function startInTerminal(env: Env): Promise<InTerminal> {
  const folder = tempFolder();
  const decoder = new TextDecoder();
  let output = "";
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../../../../app/main.ts"), "serve"], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, PORT: "0", RAMZ_STORE: "sqlite::memory:", ...env },
    terminal: {
      cols: 400,
      rows: 50,
      data: (_, data) => void (output += decoder.decode(data, { stream: true })),
    },
  });
  const shown = () => Bun.stripANSI(output);
  const stop = async () => {
    child.kill("SIGKILL");
    await child.exited;
    child.terminal?.close();
    folder[Symbol.dispose]();
  };
  try {
    const url = await eventually(
      () => /listens on (http:\/\/[^\s]+)\. API/.exec(shown())?.[1] ?? "",
      (found) => found !== "" || child.exitCode !== null,
    );
    return { url, shown, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
