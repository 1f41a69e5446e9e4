/** The IPPanel client: the Edge API, which serves many brands at addresses of their own. */
import { Type } from "@sinclair/typebox";
import { checkedBaseUrl } from "../../_kit/base-url.ts";
import { accountName, type Connection, connectionOptions } from "../../_kit/connection.ts";
import { isObject, type JsonObject, numberedId, textOf } from "../../_kit/json-values.ts";
import type { Meaning } from "../../_kit/meanings.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import { createVendorClient, type Reading, type VendorClient } from "../../_kit/vendor-client.ts";
import { FAULTS, FIELDS, KEY_CODE, KEY_INVALID, OTHER_FIELD, PANEL } from "./faults.ts";

const BASE_URL = "https://edge.ippanel.com/v1";

export const CONNECTION_OPTIONS = {
  ...connectionOptions(`The account's access key for developers, from the panel at ${PANEL}.`, BASE_URL),
  creditAlarmRial: Type.Integer({
    minimum: 0,
    default: 500_000,
    description: "Credit in Rial below which `ramz doctor` warns.",
  }),
};

export const CONNECTION_ENV = {
  apiKey: "IPPANEL_API_KEY",
  baseUrl: "IPPANEL_BASE_URL",
  creditAlarmRial: "IPPANEL_CREDIT_ALARM_RIAL",
};

export interface IpPanel extends VendorClient {
  /** Names the account, for the providers that share it. */
  readonly account: string;
}

/** Throws, with a sentence for the operator, if the base URL would send the key in clear text. */
export function connect({ apiKey, baseUrl }: Connection, host: ProviderHost): IpPanel {
  const base = checkedBaseUrl(baseUrl, {
    vendor: "IPPanel",
    remedy: `Leave IPPANEL_BASE_URL unset for ${BASE_URL}, or ask the brand for the address of its Edge API.`,
  });
  // The key stands alone: no scheme word before it.
  const client = createVendorClient({ base, headers: { authorization: apiKey }, codes: FAULTS, read }, host);
  return { ...client, account: accountName("ippanel", { baseUrl: base, apiKey }) };
}

/** `{data, meta: {status, message_code, errors}}`. */
function read({ data, meta }: JsonObject): Reading | null {
  if (!isObject(meta) || typeof meta["status"] !== "boolean") return null;
  if (meta["status"]) return { kind: "success", data };
  const code = textOf(meta["message_code"]);
  return { kind: "fault", code: code === "" ? "no code" : code, meaning: meaningOf(code, meta["errors"]) };
}

/** Null where the vendor names neither a known code nor a field. */
function meaningOf(code: string, errors: unknown): Meaning | null {
  if (code === KEY_CODE) return KEY_INVALID;
  if (!isObject(errors)) return null;
  // Written like `params.code` or `recipients.0`.
  const fields = Object.keys(errors).map((field) => field.split(".")[0] ?? "");
  const known = fields.find((field) => Object.hasOwn(FIELDS, field));
  return (known === undefined ? undefined : FIELDS[known]) ?? OTHER_FIELD;
}

export function messageIdIn(data: unknown): string | null {
  const ids = isObject(data) ? data["message_outbox_ids"] : null;
  return Array.isArray(ids) ? numberedId(ids[0]) : null;
}
