/** The provider contract is worth what it catches: each planted fault breaks a sentence, and the honest one breaks none. */
import { expect, test } from "bun:test";
import type { Provider } from "../../domain/delivery/provider.ts";
import { type ProviderSubject, providerContract } from "./delivery.ts";
import { failuresOf } from "./failures.ts";

const HONEST: Provider = {
  name: "honest",
  account: "honest",
  channels: ["sms"],
  deliver: async () => ({ outcome: "accepted", messageId: "1" }),
  explain: () => null,
};
const NO_VENDOR = {
  reason: "this provider has no vendor",
  tests: [
    "says unavailable, explained, when nobody listens at its vendor",
    "says unknown, explained and in time, when its vendor takes the message and hangs",
  ],
};

const providerFailures = (fault: Partial<Provider>, skip = [NO_VENDOR]) =>
  failuresOf((collect) =>
    providerContract({ test: collect, expect, name: "a provider", make: () => providerWith(fault), skip }),
  );

function providerWith(fault: Partial<Provider>): ProviderSubject {
  return { provider: { ...HONEST, ...fault }, close: async () => {} };
}

test("an honest provider keeps every sentence", async () => {
  expect(await providerFailures({})).toEqual([]);
});

const PROVIDER_FAULTS: Readonly<Record<string, Partial<Provider>>> = {
  "tells the code": { deliver: async ({ code }) => ({ outcome: "accepted", messageId: `sent ${code}` }) },
  throws: { deliver: () => Promise.reject(new Error("a bug")) },
  "loses zeros": {
    deliver: async ({ code }) =>
      code === String(Number(code)) ? { outcome: "accepted" } : { outcome: "unknown", reason: "odd" },
  },
  "adds fields of its own": {
    deliver: async () => Object.assign({ outcome: "accepted" as const }, { raw: "the vendor's answer" }),
  },
  "explains words that are not its own": { explain: (reason) => ({ en: reason, fa: reason }) },
  "carries nothing": { channels: [] },
};

for (const [name, fault] of Object.entries(PROVIDER_FAULTS)) {
  test(`a provider that ${name} is caught`, async () => {
    expect(await providerFailures(fault)).not.toEqual([]);
  });
}

test("a gap that is none is caught", async () => {
  const gap = { reason: "we believed so", tests: ["answers many messages at once"] };
  expect(await providerFailures({}, [NO_VENDOR, gap])).toHaveLength(1);
});

test("a gap that names no sentence is refused at once", () => {
  const gap = { reason: "a slip", tests: ["answers many mesages"] };
  expect(() => providerFailures({}, [gap])).toThrow('has no sentence "answers many mesages"');
});
