/** Reads a call from an HTTP request: `/v1/{key}/{scope}/{method}.json`, with or without a slash after it, as the official PHP client writes it. */
import type { IncomingMessage } from "node:http";
import type { Params } from "./fields.ts";
import type { VendorCall } from "./vendor-api.ts";

const PATH = /^\/v1\/([^/]+)\/([a-z]+\/[a-z]+)\.json\/?$/i;

/** Any other path is a call of an unknown method. */
export async function readCall(request: IncomingMessage): Promise<VendorCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const url = new URL(request.url ?? "/", "http://simulator");
  const [, key = "", method = ""] = PATH.exec(url.pathname) ?? [];
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  return {
    verb: request.method ?? "",
    key: decodeURIComponent(key),
    method: method.toLowerCase(),
    params: paramsOf([...url.searchParams, ...form]),
  };
}

/** A field that is sent several times is one list: the Python and Go clients write lists this way. */
function paramsOf(fields: readonly (readonly [name: string, value: string])[]): Params {
  const byName = Map.groupBy(fields, ([name]) => name.toLowerCase());
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.map(([, value]) => value).join(",")]),
  );
}
