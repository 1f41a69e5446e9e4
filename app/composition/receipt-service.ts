/** Receipts of all chains: the providers that have them, their doors, and the use case behind. */
import { hasReceipts } from "../../domain/delivery/receipt.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { Secrets } from "../../domain/ports.ts";
import type { NotedReceipt } from "../../domain/use-cases/receipts/receipt-notes.ts";
import type { Receipts } from "../../domain/use-cases/receipts/receipts.ts";
import { RECEIPTS_PATH } from "../service/service.ts";
import type { Config } from "../config/resolve.ts";
import type { App } from "../service/calling-app.ts";
import type { ReceiptService } from "../service/receipt-service.ts";
import type { Background } from "./background.ts";
import { type Chain, labelOf } from "./provider-chains.ts";
import type { AddressOf, ReceiptAddress } from "./receipt-addresses.ts";

export interface ReceiptServiceParts {
  readonly receipts: Receipts;
  readonly chains: readonly (Pick<Chain, "owner"> & { readonly all: readonly Provider[] })[];
  readonly addressOf: AddressOf;
  readonly publicUrl: string | null;
  readonly secrets: Pick<Secrets, "same">;
}

/** Null when no provider has receipts: nothing is then served or asked. */
export function receiptServiceOf(parts: ReceiptServiceParts): ReceiptService | null {
  const { receipts, chains, addressOf, publicUrl, secrets } = parts;
  const providers = chains.flatMap(({ owner, all }) => all.map((provider) => ({ owner, provider })));
  if (!providers.some(({ provider }) => hasReceipts(provider))) return null;
  const doors = providers
    .filter(({ provider }) => provider.receipt !== undefined)
    .map(({ owner, provider }) => ({ provider, address: addressOf(labelOf({ owner }, provider.name)) }));

  const opens = ({ words }: ReceiptAddress, secret: string) =>
    words.reduce((isOpen, word) => secrets.same(word, secret) || isOpen, false);
  return {
    door(slug, secret) {
      const found = doors.find(({ address }) => address.slug === slug && opens(address, secret));
      if (found === undefined) return null;
      const { provider } = found;
      return {
        // With the secret of this call: vendors sign the address that they were given.
        url: publicUrl === null ? null : `${publicUrl}${RECEIPTS_PATH}/${slug}/${secret}`,
        take: (callback) => receipts.take(provider, callback),
      };
    },
    start: () => receipts.start(),
    stop: () => receipts.stop(),
  };
}

/** A proven failure moves the chain on where the app wants it. Who only knows the address must not make Ramz spend money. */
export function movesOn(
  config: Pick<Config, "apps">,
  apps: ReadonlyMap<string, App>,
  background: Background,
): (receipt: NotedReceipt) => void {
  const wanting = new Set(
    config.apps.filter(({ onUndelivered }) => onUndelivered === "next").map(({ name }) => name),
  );
  return ({ message, receipt, proof }) => {
    const { app, verificationId: id, send, provider } = message;
    if (!wanting.has(app) || receipt.state !== "undelivered" || proof === "path") return;
    background.run(async () => apps.get(app)?.otp.moveOn({ app, id, send, provider }));
  };
}
