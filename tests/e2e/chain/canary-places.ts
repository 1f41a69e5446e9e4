/** Where a secret could come out, and the search for it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Api, Reply } from "../../support/http.ts";
import { type Folder, STORE_FILE } from "../../support/process.ts";

/** What was found where it must not be. Empty is good. */
export function leaksIn(
  text: string,
  secrets: readonly string[],
  codes: readonly string[],
): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("hex"),
  ]);
  const found = forms.filter((form) => text.includes(form));
  const seen = new Set(text.match(/\d+/g));
  return [...new Set([...found, ...codes.filter((code) => seen.has(code))])].map((leak) =>
    around(text, leak),
  );
}

function around(text: string, leak: string): string {
  const at = text.indexOf(leak);
  return text.slice(Math.max(0, at - 60), at + leak.length + 20);
}

/** Every byte of the store on disk, its journal included. */
export function storeBytes({ path }: Folder): string {
  const files = readdirSync(path).filter((name) => name.startsWith(STORE_FILE));
  return files.map((name) => readFileSync(join(path, name), "latin1")).join("\n");
}

/** The same client, which notes all that comes back, headers included. */
export function noting(api: Api, replies: string[]): Api {
  const note = async (reply: Promise<Reply>) => {
    const { status, headers, text } = await reply;
    replies.push(`${status} ${JSON.stringify([...headers])} ${text}`);
    return reply;
  };
  return {
    ...api,
    request: (path, init) => note(api.request(path, init)),
    get: (path, headers) => note(api.get(path, headers)),
    post: (path, body, headers) => note(api.post(path, body, headers)),
    del: (path, headers) => note(api.del(path, headers)),
  };
}
