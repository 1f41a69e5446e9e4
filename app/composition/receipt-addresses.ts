/** Where vendors send receipts: an address for each provider of each chain, whose last part is a secret. */
import { receiptWords } from "../../adapters/system/receipt-words.ts";
import type { Redactor } from "../../domain/redaction.ts";
import { RECEIPTS_PATH } from "../service/service.ts";
import type { ReceiptSettings } from "../config/tables/receipts.ts";

export interface ReceiptAddress {
  /** Stands for the provider in the address. It is no secret, and two providers may have the same. */
  readonly slug: string;
  /** The secrets that open it, the current one first. */
  readonly words: readonly [string, ...string[]];
  /** The whole address; its path alone when the public URL is not configured. */
  readonly url: string;
}

/** `label` is the provider's name among those of all chains. */
export type AddressOf = (label: string) => ReceiptAddress;

/** The words become secrets of `redactor` when their address is made. */
export function receiptAddresses(
  { publicUrl }: Pick<ReceiptSettings, "publicUrl">,
  secrets: () => readonly [string, ...string[]],
  { add }: Pick<Redactor, "add">,
): AddressOf {
  const made = new Map<string, ReceiptAddress>();
  return (label) => {
    const known = made.get(label);
    if (known !== undefined) return known;
    const slug = slugOf(label);
    const words = receiptWords(secrets(), label);
    add(...words);
    const address = { slug, words, url: `${publicUrl ?? ""}${RECEIPTS_PATH}/${slug}/${words[0]}` };
    made.set(label, address);
    return address;
  };
}

/** `kavenegar/sms` becomes `kavenegar-sms`: proxies do not agree on an encoded slash. */
function slugOf(label: string): string {
  return label.replaceAll(/[^A-Za-z0-9_.-]+/g, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
}
