/** Key and code travel to the vendor and nowhere else. */
import { afterAll, describe, expect, test } from "bun:test";
import type { Behaviour } from "../../../../adapters/providers/_simulator/behaviour.ts";
import { CODE, deliver, openByName, testHost } from "../support.ts";
import { BUILT_INS, KEY } from "./vendors.ts";

const ECHO = `key ${KEY}, code ${CODE}`;

const BEHAVIOURS: readonly Behaviour[] = [
  { kind: "reset" },
  { kind: "accept_then_drop" },
  { kind: "half_body" },
  { kind: "redirect", location: `/${KEY}/${CODE}` },
  ...[200, 400, 401, 500].map((httpStatus): Behaviour => ({ kind: "body", httpStatus, text: ECHO })),
  // Every text of the good answer says code and key: the id, the cost, the message.
  { kind: "garble", garbled: (text) => JSON.stringify(JSON.parse(text, echoed)) },
  { kind: "garble", garbled: (text) => JSON.stringify(JSON.parse(text, codeAsNumber)) },
];

function echoed(_name: string, value: unknown): unknown {
  return typeof value === "string" ? `${ECHO} ${value}` : value;
}

/** The vendor answers with the code where an id should be. */
function codeAsNumber(name: string, value: unknown): unknown {
  const isId = /^(message_?ids?|\d+)$/i.test(name) && typeof value !== "object";
  return isId ? Number(CODE) : value;
}

for (const { name, channel, method, refusals, start, env } of BUILT_INS) {
  describe(name, async () => {
    const simulator = await start();
    const elsewhere = await start();
    afterAll(() => Promise.all([simulator.stop(), elsewhere.stop()]));
    const { provider, options } = await openByName(name, { env: env(simulator.url) });

    test("puts neither key nor code into a result", async () => {
      const refused = refusals.map(({ code }): Behaviour => ({ kind: "refuse", code }));
      for (const behaviour of [...BEHAVIOURS, ...refused]) {
        simulator.reset();
        simulator.behave(method, behaviour);
        const result = JSON.stringify(await deliver(provider, { channel }));
        expect(result).not.toContain(KEY);
        expect(result).not.toContain(CODE);
      }
    });

    test("shows its key as *** among its options, and not in its account", () => {
      expect(options).toMatchObject({ apiKey: "***" });
      expect(JSON.stringify([provider, options])).not.toContain(KEY);
      expect(provider.account).toMatch(/^[a-z]+:[0-9a-f]{12}$/);
    });

    test("writes the code into a body, never into a URL, and the key into a header alone", async () => {
      const seen: { readonly url: string; readonly init: RequestInit }[] = [];
      const host = testHost((url, init) => {
        seen.push({ url, init });
        return fetch(url, init);
      });
      const spied = await openByName(name, { env: env(simulator.url), host });
      simulator.reset();
      simulator.behave("*", { kind: "redirect", location: `${elsewhere.url}/v1/${method}` }, 1);
      await deliver(spied.provider, { channel });
      await deliver(spied.provider, { channel });
      await spied.examine(Date.now() + 2_000);
      expect(seen.length).toBeGreaterThan(2);
      for (const { url, init } of seen) {
        expect(url).toStartWith(simulator.url);
        expect(url).not.toMatch(new RegExp(`${KEY}|${CODE}`));
        expect(JSON.stringify(init.body) ?? "").not.toContain(KEY);
        expect(init.redirect).toBe("manual");
      }
      expect(elsewhere.calls).toEqual([]);
    });

    test.each(["http://api.example.com", "https://user:hunter2@api.example.com", "not a url"])(
      "is not opened with the address %s",
      async (url) => {
        const opened = await openByName(name, { env: env(url) }).catch(String);
        expect(opened).toContain("base URL");
        expect(opened).not.toContain("hunter2");
        expect(opened).not.toContain(KEY);
      },
    );
  });
}
