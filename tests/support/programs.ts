/** The programs that the tests need besides Bun, and how they get installed. */

export interface Program {
  /** On the PATH, in order of preference. */
  readonly names: readonly string[];
  /** Variable that names a program elsewhere. */
  readonly variable: string;
  readonly debianPackage: string;
}

/** Chromium without windows of its own. It shows the same pages in less than half the processor time. */
export const CHROMIUM_SHELL: Program = {
  names: ["chromium-headless-shell"],
  variable: "RAMZ_TEST_CHROMIUM",
  debianPackage: "chromium-headless-shell",
};

/** Any Chromium will do; a test takes longer with a whole one. */
export const CHROMIUM: Program = {
  names: [...CHROMIUM_SHELL.names, "chromium", "chromium-browser", "google-chrome"],
  variable: CHROMIUM_SHELL.variable,
  debianPackage: "chromium",
};

export const PYTHON: Program = {
  names: ["python3"],
  variable: "RAMZ_TEST_PYTHON",
  debianPackage: "python3",
};

export const REDIS: Program = {
  names: ["redis-server", "valkey-server"],
  variable: "RAMZ_TEST_REDIS_SERVER",
  debianPackage: "redis-server",
};

/** Comes with the server. */
export const REDIS_CLI: Program = {
  names: ["redis-cli", "valkey-cli"],
  variable: "RAMZ_TEST_REDIS_CLI",
  debianPackage: "redis-tools",
};

export const SQLITE: Program = {
  names: ["sqlite3"],
  variable: "RAMZ_TEST_SQLITE",
  debianPackage: "sqlite3",
};

/** Of systemd 250 or newer. */
export const SYSTEMD_ANALYZE: Program = {
  names: ["systemd-analyze"],
  variable: "RAMZ_TEST_SYSTEMD_ANALYZE",
  debianPackage: "systemd",
};

export const PROMETHEUS: Program = {
  names: ["prometheus"],
  variable: "RAMZ_TEST_PROMETHEUS",
  debianPackage: "prometheus",
};

/** Comes with Prometheus. */
export const PROMTOOL: Program = {
  names: ["promtool"],
  variable: "RAMZ_TEST_PROMTOOL",
  debianPackage: "prometheus",
};

/** The facts about the machine that decide. */
export interface Machine {
  /** PATH, and the variables of programs that are not on it: `/opt/valkey/bin/valkey-server`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
}

const HERE: Machine = { env: process.env, isRoot: process.getuid?.() === 0 };

/** The path of a program; null if it is not installed. */
export function findProgram({ names, variable }: Program, { env }: Machine = HERE): string | null {
  const named = env[variable];
  const wanted = named === undefined ? names : [named];
  return wanted.map((name) => which(name, env)).find((path) => path !== null) ?? null;
}

/** The path of a program. Throws with a sentence that says what to do if it is not installed. */
export function programPath(program: Program): string {
  const path = findProgram(program);
  if (path === null) throw new Error(missing(program));
  return path;
}

/** Installs a program if it is missing and can be installed. Null if it is there afterwards; else a sentence that says what to do. */
export function whyNoProgram(program: Program, machine: Machine = HERE): string | null {
  const { env } = machine;
  const { names, variable, debianPackage } = program;
  if (findProgram(program, machine) !== null) return null;
  const named = env[variable];
  if (named !== undefined)
    return `${variable}: there is no program "${named}". Write the path of a ${names.join(" or ")}, or leave it out.`;
  if (!installPackage(debianPackage, machine)) return missing(program);
  if (findProgram(program, machine) !== null) return null;
  return `The tests need ${names.join(" or ")} on the PATH, and apt-get did not install the package ${debianPackage}. Its output is above.`;
}

/** Installs a package of Debian's. False where there is no apt-get or no right to use it; whether it succeeded shows in what is there afterwards. */
export function installPackage(debianPackage: string, { env, isRoot }: Machine = HERE): boolean {
  const aptGet = which("apt-get", env);
  if (aptGet === null || !isRoot) return false;
  console.log(`\n== installing ${debianPackage}`);
  const quiet = { env, stdout: "ignore", stderr: "inherit" } as const;
  Bun.spawnSync([aptGet, "update", "-qq"], quiet);
  Bun.spawnSync([aptGet, "install", "-y", "-qq", "--no-install-recommends", debianPackage], quiet);
  return true;
}

function missing({ names, debianPackage }: Program): string {
  return `The tests need ${names.join(" or ")} on the PATH: install the package ${debianPackage}, or run this as root where there is apt-get.`;
}

function which(name: string, { PATH = "" }: Machine["env"]): string | null {
  return Bun.which(name, { PATH });
}
