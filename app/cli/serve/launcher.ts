/**
 * The processes that started Ramz. A package runner that is stopped may leave its script running: `npx` passes no signal on to what
 * `bun run` started, so a server started through it would keep its port.
 */

const POLL_MS = 1_000;

/** With a script of package.json: `bun run`, and before it a shell and `npx` if there are any. */
const SCRIPT_DEPTH = 3;

/** Calls `stop` once the process that started this one is gone. Meant for development: a service manager stops what it has started. */
export function stopWithLauncher(stop: () => void): void {
  const depth = process.env["npm_lifecycle_event"] === undefined ? 1 : SCRIPT_DEPTH;
  const launchers = ancestors(depth);
  const poll = setInterval(() => {
    if (launchers.every(isAlive)) return;
    clearInterval(poll);
    stop();
  }, POLL_MS);
  poll.unref();
}

/** The parent, its parent and so on, without the first process of the system. */
function ancestors(depth: number): readonly number[] {
  const pids = [process.ppid];
  const parents = depth > 1 ? parentsByPid() : new Map<number, number>();
  for (let pid = process.ppid; pids.length < depth;) {
    pid = parents.get(pid) ?? 0;
    pids.push(pid);
  }
  return pids.filter((pid) => pid > 1);
}

/** Every process with its parent; empty where there is no `ps`. */
function parentsByPid(): ReadonlyMap<number, number> {
  try {
    const { stdout } = Bun.spawnSync(["ps", "-A", "-o", "pid=,ppid="]);
    const rows = stdout.toString().trim().split("\n");
    return new Map(
      rows.map((row): [number, number] => {
        const [pid, parent] = row.trim().split(/\s+/).map(Number);
        return [pid ?? 0, parent ?? 0];
      }),
    );
  } catch {
    return new Map();
  }
}

/** A process of another user, which may not be signaled, is alive, too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
