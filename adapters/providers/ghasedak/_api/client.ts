/** The Ghasedak client: its present gateway, with the key in a header. Names in answers vary in case. */
import { Type } from "@sinclair/typebox";
import { checkedBaseUrl } from "../../_kit/base-url.ts";
import { accountName, type Connection, connectionOptions } from "../../_kit/connection.ts";
import {
  isObject,
  type JsonObject,
  textOf,
  wholeNumber,
  withLowerCaseNames,
} from "../../_kit/json-values.ts";
import type { ProviderHost } from "../../_kit/plugin.ts";
import {
  createVendorClient,
  meaningOfCode,
  type Reading,
  type VendorClient,
} from "../../_kit/vendor-client.ts";
import { CODES, PANEL, SUCCESS } from "./codes.ts";

const BASE_URL = "https://gateway.ghasedak.me/rest/api/v1/WebService";

export const CONNECTION_OPTIONS = {
  ...connectionOptions(`The account's API key, from the panel at ${PANEL}.`, BASE_URL),
  creditAlarmRial: Type.Integer({
    minimum: 0,
    default: 500_000,
    description: "Credit in Rial below which `ramz doctor` warns.",
  }),
};

export const CONNECTION_ENV = {
  apiKey: "GHASEDAK_API_KEY",
  baseUrl: "GHASEDAK_BASE_URL",
  creditAlarmRial: "GHASEDAK_CREDIT_ALARM_RIAL",
};

export interface Ghasedak extends VendorClient {
  /** Names the account, for the providers that share it. */
  readonly account: string;
}

/** Throws, with a sentence for the operator, if the base URL would send the key in clear text. */
export function connect({ apiKey, baseUrl }: Connection, host: ProviderHost): Ghasedak {
  const base = checkedBaseUrl(baseUrl, {
    vendor: "Ghasedak",
    remedy: `Leave GHASEDAK_BASE_URL unset for ${BASE_URL}.`,
  });
  const client = createVendorClient({ base, headers: { apikey: apiKey }, codes: CODES, read }, host);
  return { ...client, account: accountName("ghasedak", { baseUrl: base, apiKey }) };
}

/** `{isSuccess, statusCode, data}`: a success says so twice and has data. The names in `data` are in lower case. */
function read(body: JsonObject): Reading | null {
  const { issuccess: isSuccess, statuscode, data } = withLowerCaseNames(body);
  const code = wholeNumber(statuscode);
  if (typeof isSuccess !== "boolean" || code === null) return null;
  if (isSuccess && code === SUCCESS) return { kind: "success", data };
  // One half says success, the other does not: the message may have gone out.
  if (isSuccess || code === SUCCESS)
    return { kind: "fault", code: String(code), meaning: { class: "unknown", reason: "answer_unreadable" } };
  return { kind: "fault", code: String(code), meaning: meaningOfCode(CODES, code) };
}

/** What the answer to a send says of its one message. */
export function factsIn(data: unknown): { readonly messageId: string | null; readonly costRial?: number } {
  const items = isObject(data) ? data["items"] : null;
  const item: unknown = Array.isArray(items) ? items[0] : null;
  if (!isObject(item)) return { messageId: null };
  const id = textOf(item["messageid"]);
  const costRial = wholeNumber(item["cost"]);
  return { messageId: ID.test(id) ? id : null, ...(costRial !== null && { costRial }) };
}

const ID = /^[\w-]{1,64}$/;
