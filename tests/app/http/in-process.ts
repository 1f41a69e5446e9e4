/** Ramz composed in this process and asked without a socket: for tables that need no process of their own. */
import { afterAll, beforeAll } from "bun:test";
import type { Overrides } from "../../../app/composition/compose.ts";
import { createApi } from "../../../app/http/api.ts";
import { type Api, apiAt } from "../../support/http.ts";
import type { Env } from "../../support/process.ts";
import { composeHere } from "../../support/serving.ts";

export interface Route {
  readonly method: string;
  readonly path: string;
}

export interface InProcess extends AsyncDisposable {
  readonly api: Api;
  /** The routes that it really has. */
  readonly routes: readonly Route[];
}

/** Console mode with a store in memory, unless `env` says otherwise. Requests are made to `url` and have no address of a client. */
export async function startInProcess(
  env: Env = {},
  overrides: Overrides = {},
  url = "http://localhost",
): Promise<InProcess> {
  const whole = { RAMZ_STORE: "sqlite::memory:", RAMZ_PROVIDERS: "console", ...env };
  const ramz = await composeHere(whole, overrides);
  const api = createApi(ramz);
  return {
    api: apiAt(url, {}, (address, init) => api.handle(new Request(address, init))),
    // "ALL" is what answers for paths and methods that no route has.
    routes: api.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => ({ method, path })),
    [Symbol.asyncDispose]: () => ramz.close(),
  };
}

/** One for all tests of a `describe` block or file. */
export function sharedInProcess(env: Env = {}, overrides: Overrides = {}): { readonly api: Api } {
  let running: InProcess | undefined;
  beforeAll(async () => {
    running = await startInProcess(env, overrides);
  });
  afterAll(() => running?.[Symbol.asyncDispose]());
  return {
    get api() {
      if (running === undefined) throw new Error("it runs only while tests do");
      return running.api;
    },
  };
}
