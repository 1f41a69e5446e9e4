/** A provider made from a plugin: what the plugin answers never has a secret in it. */
import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { createProvider } from "../../../../adapters/providers/_kit/create.ts";
import { createHost } from "../../../../adapters/providers/_kit/host.ts";
import { defineProvider, type ProviderInstance } from "../../../../adapters/providers/_kit/plugin.ts";
import { systemClock } from "../../../../adapters/system/clock.ts";
import type { Provider } from "../../../../domain/delivery/provider.ts";
import type { MessageStatus } from "../../../../domain/delivery/receipt.ts";
import { createRedactor } from "../../../../domain/redaction.ts";
import { messageTo } from "../kavenegar/support.ts";

const KEY = "key-of-the-account";
const { code } = messageTo();

/** The provider of a plugin that answers this. `also`: what its create function returns beside. */
function provider(answer: unknown, also: Partial<ProviderInstance> = {}): Provider {
  const plugin = defineProvider({
    api: 1,
    channels: ["sms"],
    options: Type.Object({ key: Type.String() }),
    secrets: ["key"],
    // Without a type, as from a plugin in JavaScript.
    create: () => ({ deliver: async () => JSON.parse(JSON.stringify(answer)), ...also }),
  });
  const host = createHost({ clock: systemClock, fetch, print() {}, keep() {}, codeLength: 6 });
  const created = createProvider("./mine.ts", plugin, { key: KEY }, host, createRedactor());
  if (created.kind === "failed") throw new Error(created.cause);
  return created.opened.provider;
}

/** What it delivers. */
function delivered(answer: unknown): Promise<unknown> {
  return provider(answer).deliver(messageTo(), systemClock.now() + 1_000);
}

describe("a provider whose vendor echoes what it was sent", () => {
  test.each(["reason", "vendorCode", "messageId"])("has neither key nor code in its %s", async (field) => {
    const answer = { outcome: "unknown", reason: "odd", [field]: `${KEY} does not like ${code}` };
    expect(await delivered(answer)).toMatchObject({ outcome: "unknown", [field]: "*** does not like ***" });
  });
});

test.each([[null], ["accepted"], [7]])(
  "an answer that is no result (%p) is left to the domain",
  async (answer) => {
    expect(await delivered(answer)).toBe(answer);
  },
);

test("carriers that a plugin names are those of its statuses, each written as an operator", async () => {
  const carriers = ["TR-Turkcell"];
  const status: MessageStatus = { messageId: "m1", state: "delivered", carrier: "TR-Turkcell" };
  const named = provider({}, { carriers, status: async () => [status] });
  expect(named.carriers).toEqual(carriers);
  expect(await named.status?.(["m1"], systemClock.now() + 1_000)).toEqual([status]);
  const wrong: readonly string[] = ["Turkcell"];
  expect(() => provider({}, { carriers: wrong })).toThrow("its carriers must be a list of operators");
});
