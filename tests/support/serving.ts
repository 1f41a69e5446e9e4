/** Ramz composed in this process as the program composes it. For tests of HTTP that need no process of their own: one takes half a second. */
import { afterAll, beforeAll } from "bun:test";
import { join } from "node:path";
import { compose, type Overrides, type Ramz } from "../../app/composition/compose.ts";
import { loadConfig } from "../../app/config/load.ts";
import { listen } from "../../app/http/server.ts";
import { type Api, apiAt } from "./http.ts";
import { type Env, type Folder, STORE_FILE, tempFolder } from "./process.ts";

/** Composes Ramz with these settings, and throws with every problem of them. It logs and prints nothing, unless an override says so. */
export async function composeHere(env: Env, overrides: Overrides = {}): Promise<Ramz> {
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  const composed = await compose(loaded.config, env, { log: () => {}, print: () => {}, ...overrides });
  if (composed.kind === "problems") throw new Error(composed.problems.join("\n"));
  return composed.ramz;
}

export interface Serving extends AsyncDisposable {
  readonly api: Api;
  readonly port: number;
}

/** Listens on a free port of the loopback address. Stopped at the end of its scope. */
export async function serveHere(env: Env, overrides: Overrides = {}): Promise<Serving> {
  const ramz = await composeHere(env, overrides);
  const listening = listen(ramz, { host: "127.0.0.1", port: 0, ...loadConfig(env).config.http });
  return {
    api: apiAt(listening.url.origin),
    port: Number(listening.url.port),
    async [Symbol.asyncDispose]() {
      await listening.stop();
      await ramz.close();
    },
  };
}

/**
 * As `serveHere`, with store, secret and configuration file where the program would look for them in this folder. Without one it has a folder of
 * its own, gone at the end.
 */
export async function startServing(env: Env = {}, given?: Folder): Promise<Serving> {
  const folder = given ?? tempFolder();
  const config = env["RAMZ_CONFIG"] || undefined;
  const store = `sqlite:${join(folder.path, STORE_FILE)}`;
  const file = config === undefined ? {} : { RAMZ_CONFIG: join(folder.path, config) };
  const serving = await serveHere({ RAMZ_STORE: store, ...env, ...file });
  return {
    ...serving,
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      if (given === undefined) folder[Symbol.dispose]();
    },
  };
}

/** One for all tests of a `describe` block or file. `files` are put into its folder, by name. */
export function sharedServing(
  env: Env = {},
  files: Readonly<Record<string, string>> = {},
): { readonly api: Api; readonly folder: Folder } {
  const folder = tempFolder();
  let serving: Serving | undefined;
  beforeAll(async () => {
    for (const [name, text] of Object.entries(files)) folder.write(name, text);
    serving = await startServing(env, folder);
  });
  afterAll(async () => {
    await serving?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  return {
    folder,
    get api() {
      if (serving === undefined) throw new Error("it serves only while tests run");
      return serving.api;
    },
  };
}
