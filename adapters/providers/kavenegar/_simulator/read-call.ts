/** Reads a call from an HTTP request: `/v1/{key}/{scope}/{method}.json`, with or without a slash after it, as the official PHP client writes it. */
import type { ReceivedRequest } from "../../_simulator/vendor.ts";
import type { Params } from "./fields.ts";
import type { VendorCall } from "./vendor-api.ts";

const PATH = /^\/v1\/([^/]+)\/([a-z]+\/[a-z]+)\.json\/?$/i;

/** Any other path is a call of an unknown method. */
export function readCall({ verb, url, body }: ReceivedRequest): VendorCall {
  const [, key = "", method = ""] = PATH.exec(url.pathname) ?? [];
  return {
    verb,
    key: decodeURIComponent(key),
    method: method.toLowerCase(),
    params: paramsOf([...url.searchParams, ...new URLSearchParams(body)]),
  };
}

/** A field that is sent several times is one list: the Python and Go clients write lists this way. */
function paramsOf(fields: readonly (readonly [name: string, value: string])[]): Params {
  const byName = Map.groupBy(fields, ([name]) => name.toLowerCase());
  return Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.map(([, value]) => value).join(",")]),
  );
}
