/** A provider made from a plugin: what the plugin answers never has a secret in it. */
import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { createProvider } from "../../../../adapters/providers/_kit/create.ts";
import { createHost } from "../../../../adapters/providers/_kit/host.ts";
import { defineProvider } from "../../../../adapters/providers/_kit/plugin.ts";
import { systemClock } from "../../../../adapters/system/clock.ts";
import { createRedactor } from "../../../../domain/redaction.ts";
import { messageTo } from "../kavenegar/support.ts";

const KEY = "key-of-the-account";
const { code } = messageTo();

/** What the provider delivers when its plugin answers this. */
async function delivered(answer: unknown): Promise<unknown> {
  const plugin = defineProvider({
    api: 1,
    channels: ["sms"],
    options: Type.Object({ key: Type.String() }),
    secrets: ["key"],
    // Without a type, as from a plugin in JavaScript.
    create: () => ({ deliver: async () => JSON.parse(JSON.stringify(answer)) }),
  });
  const host = createHost({ clock: systemClock, fetch, print() {}, keep() {}, codeLength: 6 });
  const created = createProvider("./mine.ts", plugin, { key: KEY }, host, createRedactor());
  if (created.kind === "failed") throw new Error(created.cause);
  return created.opened.provider.deliver(messageTo(), systemClock.now() + 1_000);
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
