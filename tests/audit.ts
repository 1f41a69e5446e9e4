/** Known vulnerabilities of the packages, as the registry's advisory service has them. */
import { join } from "node:path";

/** `not_reached`: the service did not answer as one; it says nothing about the packages. */
export type Audit = "clean" | "vulnerable" | "not_reached";

/** Runs `bun audit`. `env` may name another registry. What it finds goes to standard output. */
export async function audit(env: Readonly<Record<string, string | undefined>> = process.env): Promise<Audit> {
  const child = Bun.spawn([process.execPath, "audit"], {
    cwd: join(import.meta.dir, ".."),
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, exitCode] = await Promise.all([new Response(child.stdout).text(), child.exited]);
  if (exitCode === 0) return "clean";
  if (!/\d+ vulnerabilit/.test(out)) return "not_reached";
  console.log(out);
  return "vulnerable";
}
