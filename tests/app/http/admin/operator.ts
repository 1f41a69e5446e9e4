/** The console asked over HTTP, as the browser of an operator does it without JavaScript. */
import { join } from "node:path";
import type { Overrides } from "../../../../app/composition/compose.ts";
import type { Api, HeaderList, Reply } from "../../../support/http.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { type TestKey, testKey } from "../../access/app-keys.ts";
import { type InProcess, startInProcess } from "../in-process.ts";

export const ORIGIN = "http://localhost";
export const SARA = testKey();
export const REZA = testKey();

const keyOf = (name: string, { hash }: typeof SARA) => `{ name = "${name}", hash = "${hash}" }`;

export interface Console extends InProcess {
  /** Lines of the log: message and fields as JSON. */
  readonly log: readonly string[];
}

export interface ConsoleOptions extends Overrides {
  readonly env?: Env;
  /** Further lines of `[admin]`. */
  readonly admin?: string;
  readonly origin?: string;
  /** Where requests are made to; by default as a proxy passes them on: the name that the browser asked for, over http. */
  readonly url?: string;
  /** Further tables. */
  readonly toml?: string;
}

/** A console of two operators, sara and reza, over a store in memory. */
export async function openConsole(options: ConsoleOptions = {}): Promise<Console> {
  const { env = {}, admin = "", origin = ORIGIN, toml = "", ...further } = options;
  const { url = origin.replace("https:", "http:"), ...overrides } = further;
  const folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[admin]\norigin = "${origin}"\nkeys = [${keyOf("sara", SARA)}, ${keyOf("reza", REZA)}]\n${admin}\n${toml}`,
  );
  const log: string[] = [];
  const running = await startInProcess(
    { RAMZ_CONFIG: join(folder.path, "ramz.toml"), ...env },
    { log: (...line) => void log.push(JSON.stringify(line)), ...overrides },
    url,
  );
  return {
    ...running,
    log,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

export type Fields = Readonly<Record<string, string>>;

export function postForm(api: Api, path: string, fields: Fields, headers: HeaderList = {}): Promise<Reply> {
  return api.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** The name and value of a cookie that the reply sets; null when it sets none. */
export function cookieOf({ headers }: Reply, name = "ramz-admin"): string | null {
  const set = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  return set?.split(";")[0] ?? null;
}

export interface Operator {
  readonly cookie: string;
  get(path: string, headers?: HeaderList): Promise<Reply>;
  /** Sends a form with the token of the session. */
  post(path: string, fields: Fields, headers?: HeaderList): Promise<Reply>;
}

/** Signs in, and acts with the cookie and the token that the pages give. */
export async function signedIn(api: Api, key: Pick<TestKey, "key"> = SARA): Promise<Operator> {
  const reply = await postForm(api, "/admin/sign-in", { key: key.key });
  const cookie = cookieOf(reply);
  if (cookie === null) throw new Error(`not signed in: ${reply.status} ${reply.text}`);
  const get: Operator["get"] = (path, headers = {}) => api.get(path, { cookie, ...headers });
  const token = tokenIn((await get("/admin/acts")).text);
  return {
    cookie,
    get,
    post: (path, fields, headers = {}) => postForm(api, path, { token, ...fields }, { cookie, ...headers }),
  };
}

/** The token of the forms of a page. */
export function tokenIn(page: string): string {
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error("the page has no form with a token");
  return token;
}
