/** How a provider reaches its vendor's account: the options for it, and the name by which providers of one account know each other. */
import { createHash } from "node:crypto";
import { Type } from "@sinclair/typebox";

export interface Connection {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/** The options of a `Connection`. `keyFrom` says where the key is found, as a sentence. */
export function connectionOptions(keyFrom: string, baseUrl: string) {
  return {
    apiKey: Type.String({ pattern: "^\\S+$", description: keyFrom }),
    baseUrl: Type.String({
      default: baseUrl,
      description: "Address of the API. Must be https; http only for localhost, e.g. a simulator.",
    }),
  };
}

/** Names a vendor's account by a hash of address and key, which says nothing of the key. */
export function accountName(vendor: string, { baseUrl, apiKey }: Connection): string {
  return `${vendor}:${createHash("sha256").update(`${baseUrl}\n${apiKey}`).digest("hex").slice(0, 12)}`;
}

/** The number as it is dialled in Iran, `09…`; null for a number of another country. */
export function iranianNumber(recipient: string): string | null {
  return recipient.startsWith("+98") ? `0${recipient.slice("+98".length)}` : null;
}
