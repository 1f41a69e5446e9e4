/** The Ramz that a page about a log-in library has its reader start: in console mode, with the key that the page's own command makes. */
import { afterAll, beforeAll } from "bun:test";
import type { Api } from "../../support/http.ts";
import { withProcessEnv } from "../../support/process-env.ts";
import { type Folder, tempFolder } from "../../support/process.ts";
import { type Serving, startServing } from "../../support/serving.ts";
import { line, testKey } from "../../app/access/app-keys.ts";
import { textOf } from "../pages.ts";

export interface PageRamz {
  readonly api: Api;
  /** Runs the work of a program that finds this Ramz in its variables, as the page says. */
  within<T>(work: () => T | Promise<T>): Promise<T>;
  /** The same with a Ramz whose only vendor refuses its key: it answers each send with 502. */
  whileSendsFail<T>(work: () => T | Promise<T>): Promise<T>;
}

/** One for all tests of a `describe` block or file. `nth` is that of the page's commands that make keys. */
export function ramzOf(page: string, nth = 0): PageRamz {
  const key = testKey();
  const app = `[apps.shop]\nkeys = [${keyLine(page, nth, key)}]\n`;
  const folder = tempFolder();
  let serving: Serving | undefined;
  beforeAll(async () => {
    serving = await serve(folder, app);
  });
  afterAll(async () => {
    await serving?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });
  const api = () => {
    if (serving === undefined) throw new Error("it serves only while tests run");
    return serving.api;
  };
  const variables = (url: string) => ({ RAMZ_URL: url, RAMZ_KEY: key.key });

  return {
    get api() {
      return api();
    },
    within: (work) => withProcessEnv(variables(api().url), work),
    async whileSendsFail(work) {
      using elsewhere = tempFolder();
      using vendor = Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        fetch: () => Response.json({ return: { status: 403, message: "no such key" } }, { status: 403 }),
      });
      const failing = `${app}providers = ["kavenegar/sms"]\n`;
      await using broken = await serve(elsewhere, failing, {
        KAVENEGAR_API_KEY: "a-key-at-a-vendor",
        KAVENEGAR_BASE_URL: vendor.url.origin,
      });
      return await withProcessEnv(variables(broken.api.url), work);
    },
  };
}

function serve(folder: Folder, toml: string, env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  folder.write("ramz.toml", toml);
  return startServing({ RAMZ_CONFIG: "ramz.toml", ...env }, folder);
}

/** The line that `ramz key new` prints for this command of the page. */
function keyLine(page: string, nth: number, key: ReturnType<typeof testKey>): string {
  const command = [...textOf(page).matchAll(/ramz key new (.*)/g)][nth]?.[1];
  if (command === undefined) throw new Error(`${page} does not say which key to make`);
  const scopes = /--scopes (\S+)/.exec(command)?.[1] ?? "send,check,read";
  const rights = [...command.matchAll(/--(client-ip|own-code)/g)].map(
    ([, right = ""]) => `, ${right.replace("-", "_")} = true`,
  );
  return line(key, scopes.split(","), rights.join(""));
}

/** What the work throws. (`expect().rejects` keeps the process busy while it waits, and Ramz answers in this process.) */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol("nothing");
  const error = await work.then(
    () => nothing,
    (thrown: unknown) => thrown,
  );
  if (error === nothing) throw new Error("it threw nothing");
  return error;
}
