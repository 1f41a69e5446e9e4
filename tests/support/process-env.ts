/** Variables of this process, for libraries that read them themselves. */
import type { Env } from "./process.ts";

/** Runs the work with these variables beside those there are, and puts back what was there. */
export async function withProcessEnv<T>(env: Env, work: () => T | Promise<T>): Promise<T> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
