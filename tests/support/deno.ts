/** Deno, for what must run there too. It comes from npm, in a folder of its own that the next run finds again: 90 MB are too many for the packages of Ramz. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "2.9.6";

/** The command that runs Deno, installed if it is missing. Throws with the installer's words if that fails. */
export function denoCommand(): string {
  const home = join(tmpdir(), `ramz-deno-${VERSION}`);
  const isComplete = join(home, "complete");
  if (!existsSync(isComplete)) {
    rmSync(home, { recursive: true, force: true });
    const install = ["npm", "install", "--silent", "--prefix", home, `deno@${VERSION}`];
    const { exitCode, stdout, stderr } = Bun.spawnSync(install, { stdout: "pipe", stderr: "pipe" });
    if (exitCode !== 0)
      throw new Error(`The tests need deno@${VERSION} from npm: ${stdout.toString()}${stderr.toString()}`);
    writeFileSync(isComplete, "");
  }
  return join(home, "node_modules/.bin/deno");
}
