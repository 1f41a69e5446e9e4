/** The tool `receipts` of a provider whose vendor reports by calling: the address to enter in the vendor's panel. */
import type { OpenedProvider } from "../../adapters/providers/_kit/create.ts";
import type { Tool } from "../../adapters/providers/_kit/plugin.ts";
import type { Provider } from "../../domain/delivery/provider.ts";
import type { Config } from "../config/resolve.ts";
import { labelOf } from "./provider-chains.ts";
import type { AddressOf, ReceiptAddress } from "./receipt-addresses.ts";

/** The providers of a chain; those whose vendors may call have the tool beside their own. */
export function withReceiptTools(
  opened: readonly OpenedProvider[],
  owner: string | null,
  config: Pick<Config, "receipts" | "secrets">,
  addressOf: AddressOf,
): readonly OpenedProvider[] {
  return opened.map((one) => {
    const label = labelOf({ owner }, one.provider.name);
    const address = () => ({ provider: label, ...addressOf(label) });
    return { ...one, tools: { ...one.tools, ...receiptTool(one.provider, config, address) } };
  });
}

/** By its name; empty for a provider whose vendor never calls. */
function receiptTool(
  { receipt, status }: Provider,
  { receipts, secrets }: Pick<Config, "receipts" | "secrets">,
  address: () => ReceiptAddress & { readonly provider: string },
): Readonly<Record<string, Tool>> {
  if (receipt === undefined) return {};
  const problem = problemOf(receipts.enabled, secrets !== null);
  const tool: Tool = {
    description: "The address to which the vendor may report what became of messages.",
    run: async () => {
      if (problem !== null)
        return { kind: "failed", finding: { level: "problem", subject: "receipts", ...problem } };
      const { provider, url } = address();
      const note =
        receipts.publicUrl === null ? "Set RAMZ_PUBLIC_URL to see the whole address." : "Keep it secret.";
      return { kind: "report", rows: [{ provider, address: url, polled: status !== undefined, note }] };
    },
  };
  return { receipts: tool };
}

function problemOf(isEnabled: boolean, hasSecret: boolean) {
  if (!isEnabled)
    return { detail: "Receipts are off.", remedy: "Set RAMZ_RECEIPTS=true for Ramz and for this command." };
  if (!hasSecret)
    return {
      detail: "The address is derived from RAMZ_SECRET, which is not set here.",
      remedy: "Run the command with the RAMZ_SECRET of the server.",
    };
  return null;
}
