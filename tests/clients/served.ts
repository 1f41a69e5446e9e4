/** A real Ramz for the clients' tests: an app with a key of every right, a public app, and the development inbox. */
import { join } from "node:path";
import type { Overrides } from "../../app/composition/compose.ts";
import { line, testKey, type TestKey } from "../app/access/app-keys.ts";
import { type Env, tempFolder } from "../support/process.ts";
import { serveHere, type Serving } from "../support/serving.ts";

export interface Served extends Serving {
  readonly key: TestKey;
  /** Of another app. */
  readonly stranger: TestKey;
}

/** Origins of pages that may call. */
export async function serveForClients(
  env: Env = {},
  origins: readonly string[] = [],
  overrides: Overrides = {},
): Promise<Served> {
  const [key, stranger] = [testKey(), testKey()];
  const folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[apps.shop]
public = true
cors = ${JSON.stringify(origins)}
keys = [${line(key, ["admin"], ", own_code = true, client_ip = true")}]
[apps.bank]
keys = [${line(stranger, ["admin"])}]
`,
  );
  const settings = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_STORE: "sqlite::memory:", ...env };
  const serving = await serveHere(settings, overrides);
  return {
    ...serving,
    key,
    stranger,
    async [Symbol.asyncDispose]() {
      await serving[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** What a call is rejected with, as text; throws when it is not. */
export async function rejectionOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(() => null, String);
  if (outcome === null) throw new Error("it was not rejected");
  return outcome;
}
