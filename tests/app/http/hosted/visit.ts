/** The hosted page asked over HTTP, as a browser without JavaScript does it. */
import { line, testKey } from "../../access/app-keys.ts";
import type { Api, HeaderList, Reply } from "../../../support/http.ts";
import { type Folder, tempFolder } from "../../../support/process.ts";

export const RETURN_TO = "https://shop.example/after-otp?from=otp";
export const KEY = testKey();

/** A folder with the configuration of two apps: `shop` has the page, `plain` has none. */
export function hostedFolder(further = ""): Folder {
  const folder = tempFolder();
  folder.write(
    "ramz.toml",
    `[apps.shop]\nkeys = [${line(KEY, ["admin"])}]\n[apps.shop.hosted]\nreturn_to = ["${RETURN_TO}"]\n${further}\n[apps.plain]\nkeys = [${line(testKey(), ["admin"])}]\n`,
  );
  return folder;
}

export type Fields = Readonly<Record<string, string>>;

export const VISIT = { app: "shop", return_to: RETURN_TO, state: "s-1", lang: "en" };

export function pageAt(api: Api, fields: Fields = VISIT): Promise<Reply> {
  return api.get(`/verify?${new URLSearchParams(fields)}`);
}

export function postForm(api: Api, path: string, fields: Fields, headers: HeaderList = {}): Promise<Reply> {
  return api.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Sends the code, and gives the ticket of the next step. */
export async function ticketFor(api: Api, to: string, fields: Fields = VISIT): Promise<string> {
  const { headers, status } = await postForm(api, "/verify", { ...fields, to });
  const ticket = new URL(headers.get("location") ?? "", api.url).searchParams.get("ticket");
  if (ticket === null) throw new Error(`no ticket: ${status}`);
  return ticket;
}
