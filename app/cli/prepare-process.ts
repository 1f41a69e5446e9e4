/** What happens to the process before anything reads its environment. */
import { tidyEnvironment } from "../config/environment.ts";
import { raisedHttpLimit } from "./serve/http-limit.ts";

/** Tidies the environment. What Bun reads from it at its start alone takes effect in the same process started again, under the same process id. */
export function prepareProcess(): void {
  const { env, execPath, execArgv, argv } = process;
  const otherFiles = tidyEnvironment(env, process.cwd());
  const raised = raisedHttpLimit(argv[2], env);
  if (!otherFiles && Object.keys(raised).length === 0) return;
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...raised });
}
