/** The SMS.ir client: version 1 of its API, with the key in a header. The official package has no time-out and loses the codes. */
import { Type } from "@sinclair/typebox";
import { checkedBaseUrl } from "../../_kit/base-url.ts";
import { accountName, type Connection, connectionOptions } from "../../_kit/connection.ts";
import { isObject, type JsonObject, numberedId, wholeNumber } from "../../_kit/json-values.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import {
  createVendorClient,
  meaningOfCode,
  type Reading,
  type VendorClient,
} from "../../_kit/vendor-client.ts";
import { CODES, PANEL, SUCCESS } from "./codes.ts";

export const CONNECTION_OPTIONS = {
  ...connectionOptions(`The account's API key, from ${PANEL}.`, "https://api.sms.ir/v1"),
  creditAlarm: Type.Integer({
    minimum: 0,
    default: 500,
    description: "Credit, counted in messages, below which `ramz doctor` warns.",
  }),
};

export const CONNECTION_ENV = {
  apiKey: "SMSIR_API_KEY",
  baseUrl: "SMSIR_BASE_URL",
  creditAlarm: "SMSIR_CREDIT_ALARM",
};

export interface SmsIr extends VendorClient {
  /** Names the account, for the providers that share it. */
  readonly account: string;
}

/** Throws, with a sentence for the operator, if the base URL would send the key in clear text. */
export function connect({ apiKey, baseUrl }: Connection, host: ProviderHost): SmsIr {
  const base = checkedBaseUrl(baseUrl, {
    vendor: "SMS.ir",
    remedy: "Leave SMSIR_BASE_URL unset for https://api.sms.ir/v1.",
  });
  const client = createVendorClient({ base, headers: { "x-api-key": apiKey }, codes: CODES, read }, host);
  return { ...client, account: accountName("smsir", { baseUrl: base, apiKey }) };
}

/** `{status, message, data}`, whatever the HTTP status. The message is not used: it is a text for people. */
function read({ status, data }: JsonObject): Reading | null {
  const code = wholeNumber(status);
  if (code === null) return null;
  if (code === SUCCESS) return { kind: "success", data };
  return { kind: "fault", code: String(code), meaning: meaningOfCode(CODES, code) };
}

/** The id in the answer to `send/verify`. */
export function messageIdIn(data: unknown): string | null {
  return isObject(data) ? numberedId(data["messageId"]) : null;
}

/** The first id in the answer to `send/bulk`. */
export function firstMessageIdIn(data: unknown): string | null {
  const ids = isObject(data) ? data["messageIds"] : null;
  return Array.isArray(ids) ? numberedId(ids[0]) : null;
}
