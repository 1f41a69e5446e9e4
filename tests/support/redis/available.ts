/** The program that the tests run as Redis, and how it gets installed. */

/** The facts about the machine that decide. */
export interface Machine {
  /** PATH, and RAMZ_TEST_REDIS_SERVER for a program that is not on it: `/opt/valkey/bin/valkey-server`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
}

const HERE: Machine = { env: process.env, isRoot: process.getuid?.() === 0 };

/** The path of redis-server or valkey-server, which have the same commands. Null if neither is installed. */
export function redisServer({ env }: Machine = HERE): string | null {
  const named = env["RAMZ_TEST_REDIS_SERVER"];
  const names = named === undefined ? ["redis-server", "valkey-server"] : [named];
  return names.map((name) => which(name, env)).find((path) => path !== null) ?? null;
}

/** Installs Redis if it is missing and can be installed. Null if it is there afterwards; else a sentence that says what to do. */
export function whyNoRedis(machine: Machine = HERE): string | null {
  const { env, isRoot } = machine;
  if (redisServer(machine) !== null) return null;
  const named = env["RAMZ_TEST_REDIS_SERVER"];
  if (named !== undefined)
    return `RAMZ_TEST_REDIS_SERVER: there is no program "${named}". Write the path of a redis-server or valkey-server, or leave it out.`;
  const aptGet = which("apt-get", env);
  if (aptGet === null || !isRoot)
    return "The tests need redis-server or valkey-server on the PATH: install the package redis-server, or run this as root where there is apt-get.";
  console.log("\n== installing redis-server");
  const quiet = { env, stdout: "ignore", stderr: "inherit" } as const;
  Bun.spawnSync([aptGet, "update", "-qq"], quiet);
  Bun.spawnSync([aptGet, "install", "-y", "-qq", "--no-install-recommends", "redis-server"], quiet);
  if (redisServer(machine) !== null) return null;
  return "The tests need redis-server or valkey-server on the PATH, and apt-get did not install the package redis-server. Its output is above.";
}

function which(name: string, { PATH = "" }: Machine["env"]): string | null {
  return Bun.which(name, { PATH });
}
