/** The provider contract catches each planted fault, and passes a correct provider. */
import { expect, test } from "bun:test";
import type { Provider } from "../../domain/delivery/provider.ts";
import { type ProviderSubject, providerContract } from "./delivery.ts";
import { failuresOf } from "./failures.ts";

const CORRECT: Provider = {
  name: "correct",
  account: "correct",
  channels: ["sms"],
  deliver: async () => ({ outcome: "accepted", messageId: "1" }),
  explain: () => null,
};
const NO_VENDOR = {
  reason: "this provider has no vendor",
  tests: [
    "answers unavailable, with a hint, when its vendor refuses the connection",
    "answers unknown in time, with a hint, when its vendor takes the message and hangs",
  ],
};

const providerFailures = (fault: Partial<Provider>, skip = [NO_VENDOR]) =>
  failuresOf((collect) =>
    providerContract({ test: collect, expect, name: "a provider", make: () => providerWith(fault), skip }),
  );

function providerWith(fault: Partial<Provider>): ProviderSubject {
  return { provider: { ...CORRECT, ...fault }, close: async () => {} };
}

test("a correct provider passes", async () => {
  expect(await providerFailures({})).toEqual([]);
});

const PROVIDER_FAULTS: Readonly<Record<string, Partial<Provider>>> = {
  "reveals the code": { deliver: async ({ code }) => ({ outcome: "accepted", messageId: `sent ${code}` }) },
  throws: { deliver: () => Promise.reject(new Error("a bug")) },
  "loses zeros": {
    deliver: async ({ code }) =>
      code === String(Number(code)) ? { outcome: "accepted" } : { outcome: "unknown", reason: "odd" },
  },
  "adds fields of its own": {
    deliver: async () => Object.assign({ outcome: "accepted" as const }, { raw: "the vendor's answer" }),
  },
  "explains words that are not its reasons": { explain: (reason) => ({ en: reason, fa: reason }) },
  "has no channel": { channels: [] },
  "believes any call": {
    receipt: () => ({
      kind: "statuses",
      proof: "path",
      statuses: [{ messageId: "1", state: "delivered" }],
    }),
  },
  "answers about other messages": { status: async () => [{ messageId: "2", state: "delivered" }] },
};

for (const [name, fault] of Object.entries(PROVIDER_FAULTS)) {
  test(`a provider that ${name} is caught`, async () => {
    expect(await providerFailures(fault)).not.toEqual([]);
  });
}

test("a skipped sentence that holds is caught", async () => {
  const gap = { reason: "we believed so", tests: ["carries many messages at once"] };
  expect(await providerFailures({}, [NO_VENDOR, gap])).toHaveLength(1);
});

test("a skipped sentence that does not exist is refused", () => {
  const gap = { reason: "a slip", tests: ["carries many mesages"] };
  expect(() => providerFailures({}, [gap])).toThrow('has no sentence "carries many mesages"');
});
