/** A server that shows codes ends with what started it; a server that sends them does not. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { apiAt, eventually } from "../../../support/http.ts";
import { type Env, type Folder, tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";

const MAIN = join(import.meta.dir, "../../../../app/main.ts");
const BUN = process.execPath;
const TIME_OUT_MS = 30_000;

/** A shell that runs a command as its child, with where Ramz listens. `ended` resolves when nothing writes to its output any more. */
async function startedByShell(command: string, folder: Folder, env: Env = {}) {
  const shell = Bun.spawn(["sh", "-c", `${command}; exit 3`], {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], PORT: "0", RAMZ_STORE: "sqlite::memory:", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  let printed = "";
  const listen = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of shell.stdout) printed += decoder.decode(chunk, { stream: true });
  };
  const ended = listen();
  const url = await eventually(
    () => /listens on (http:\/\/\S+)\. API/.exec(printed)?.[1] ?? "",
    (found) => found !== "",
    20_000,
  );
  return { shell, url, ended, printed: () => printed };
}

/** How the README starts it: a script of package.json, under the shell of a package runner. */
const SCRIPT = JSON.stringify({ scripts: { dev: `${BUN} ${MAIN} serve` } });

test.each([
  ["a shell", `${BUN} ${MAIN} serve`],
  ["a package runner, whose script outlives it", `${BUN} run dev`],
])(
  "console mode started by %s ends when that is gone",
  async (_name, command) => {
    using folder = tempFolder();
    folder.write("package.json", SCRIPT);
    const { shell, ended, printed } = await startedByShell(command, folder);
    shell.kill("SIGKILL");
    // The end of its output is the end of the last process that holds it.
    await ended;
    expect(printed()).toContain("Ramz has stopped.");
  },
  TIME_OUT_MS,
);

test(
  "a server that sends messages goes on, as a service manager may want it",
  async () => {
    using folder = tempFolder();
    folder.write("own.ts", pluginFile('return { outcome: "accepted" };'));
    const env = { RAMZ_PROVIDERS: "./own.ts", HOST: "127.0.0.1" };
    const background = `${BUN} ${MAIN} serve & echo "pid $!"; wait`;
    const { shell, url, printed, ended } = await startedByShell(background, folder, env);
    const pid = Number(/pid (\d+)/.exec(printed())?.[1]);
    shell.kill("SIGKILL");
    await Bun.sleep(2_500);
    expect((await apiAt(url).get("/healthz")).status).toBe(200);
    process.kill(pid, "SIGTERM");
    await ended;
  },
  TIME_OUT_MS,
);
