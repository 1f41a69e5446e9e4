/** The simulated vendor of each recipe that comes with Ramz, asked through the real provider: it reads every call, and answers every class. */
import { afterAll, afterEach, describe, expect, test } from "bun:test";
import { presetNames } from "../../../../adapters/providers/http/_recipe/load-recipe.ts";
import { ledFetch } from "../../../../adapters/providers/http/_simulator/led-fetch.ts";
import { simulatedRecipe } from "../../../../adapters/providers/http/_simulator/simulator.ts";
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import type { Recipient } from "../../../../domain/recipient/recipient.ts";
import { CODE, deliver, foundBy, openByName, testHost } from "../support.ts";

const KEY = "the-key-of-the-account";
const NUMBERS: Readonly<Record<string, Recipient>> = { TR: "+905301234567", IN: "+919876543210" };
const OUTCOMES: Readonly<Record<string, Partial<DeliveryResult>>> = {
  recipient: { outcome: "refused", fault: "recipient" },
  message: { outcome: "refused", fault: "message" },
  account: { outcome: "refused", fault: "account" },
  number: { outcome: "refused", fault: "message", numberOnly: true },
  unavailable: { outcome: "unavailable" },
  unknown: { outcome: "unknown" },
  earlier: { outcome: "accepted" },
};

for (const name of presetNames()) {
  describe(`http/${name}`, async () => {
    const { recipe, provider: named, env, origins, refusals, start } = simulatedRecipe(name, KEY);
    const simulator = await start();
    afterEach(() => simulator.reset());
    afterAll(() => simulator.stop());
    const host = testHost(ledFetch(new Map([...origins].map((origin) => [origin, simulator.url]))));
    const open = (variables = env) => openByName(named, { env: variables, host });
    const withKey = (key: string) =>
      Object.fromEntries(
        Object.entries(env).map(([variable, value]) => [variable, value === KEY ? key : value]),
      );
    const recipient = NUMBERS[recipe.countries?.[0] ?? "IR"] ?? "+989121234567";
    const message = { recipient, channel: recipe.channels[0] ?? "sms", locale: "en" } as const;

    test("sends a message to a phone, and gives each an id of its own", async () => {
      const { provider } = await open();
      const first = await deliver(provider, message);
      const second = await deliver(provider, message);
      expect([first.outcome, second.outcome]).toEqual(["accepted", "accepted"]);
      expect(simulator.outbox).toMatchObject([{ code: CODE, channel: message.channel }, { code: CODE }]);
      for (const { to, text } of simulator.outbox) {
        expect(recipient).toEndWith(to.replace(/^0+/, ""));
        expect(text).toContain(CODE);
      }
      if (recipe.accept.id === undefined) return;
      const ids = simulator.outbox.map(({ messageId }) => messageId);
      expect([first.messageId ?? "", second.messageId ?? ""]).toEqual(ids);
      expect(new Set(ids).size).toBe(2);
    });

    test("keeps what a call says, and no key", async () => {
      const { provider } = await open();
      await deliver(provider, message);
      expect(JSON.stringify(simulator.calls)).toContain(CODE);
      expect(JSON.stringify(simulator.calls)).not.toContain(KEY);
    });

    test("refuses another key, and sends nothing", async () => {
      const { provider } = await open(withKey("another"));
      expect(await deliver(provider, message)).toMatchObject(OUTCOMES["account"] ?? {});
      expect(simulator.outbox).toEqual([]);
    });

    test.each([...refusals])("refuses as %s on order", async (kind) => {
      const { provider } = await open();
      simulator.behave("send", { kind: "refuse", code: kind });
      expect(await deliver(provider, message)).toMatchObject(OUTCOMES[kind] ?? {});
      expect(simulator.outbox).toEqual([]);
    });

    test("sends a call that it knows again once", async () => {
      const { provider } = await open();
      simulator.behave("send", { kind: "accept_then_drop" }, 1);
      const { outcome } = await deliver(provider, message);
      expect(outcome).toBe(recipe.send.repeat === true ? "accepted" : "unknown");
      expect(simulator.outbox).toHaveLength(1);
    });

    if (recipe.receipt?.poll !== undefined)
      test("says what became of a message", async () => {
        const { provider } = await open();
        const { messageId = "" } = await deliver(provider, message);
        expect(await provider.status?.([messageId, "7"], Date.now() + 2_000)).toEqual([
          { messageId, state: "delivered" },
          { messageId: "7", state: "pending" },
        ]);
        const report = { messageId, state: "undelivered" };
        const order = { method: "POST", body: JSON.stringify(report) };
        const ordered = await fetch(`${simulator.url}/_control/status`, order);
        expect(await ordered.json()).toEqual({ reported: report });
        expect(await provider.status?.([messageId], Date.now() + 2_000)).toMatchObject([report]);
        const [[value, operator] = ["", ""]] = Object.entries(recipe.receipt?.carriers ?? {});
        if (recipe.receipt?.poll?.carrier === undefined) return;
        for (const [carrier, meant] of [
          [value, operator],
          ["an unknown one", undefined],
        ]) {
          const body = JSON.stringify({ messageId, state: "delivered", carrier });
          await fetch(`${simulator.url}/_control/status`, { method: "POST", body });
          const [status] = (await provider.status?.([messageId], Date.now() + 2_000)) ?? [];
          expect(status?.carrier).toBe(meant);
        }
      });

    if (recipe.examine !== undefined)
      test("is found in order by an examination with its key, and by no other", async () => {
        expect(await foundBy(await open())).toEqual(["ok credit"]);
        expect(await foundBy(await open(withKey("another")))).toEqual(["problem credit"]);
      });
  });
}
