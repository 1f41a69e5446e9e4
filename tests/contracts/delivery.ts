/**
 * The contract of every provider, as sentences. Run it with your test runner's `test` and `expect` against a simulated vendor:
 * `providerContract({ test, expect, name: "my provider", make: () => ({ provider, close }) })`.
 */
import { type DeliveryResult, type Provider, readDeliveryResult } from "../../domain/delivery/provider.ts";
import { type Callback, readStatuses } from "../../domain/delivery/receipt.ts";
import { CODE, messagesFor, outcomeWords } from "./messages.ts";
import { type Contract, type Expect, needed, runContract, type Sentence } from "./runner.ts";

/** Matches nothing: that sentence checks the shape, another one checks for the code. */
const NO_CODE = "\u0000";

export interface ProviderSubject {
  /** Its vendor, or the simulator of it, works. */
  readonly provider: Provider;
  /** From now on the vendor refuses connections, or takes requests and never answers. */
  readonly break?: (how: "refuse connection" | "hang") => void | Promise<void>;
  /** The provider's clock; by default the machine's. */
  readonly now?: () => number;
  close(): Promise<void>;
}

/** How long after its deadline an answer may come: the domain waits no longer. */
const GRACE_MS = 250;
const SOON_MS = 400;

/** Runs every sentence of the contract. */
export function providerContract(contract: Contract<ProviderSubject>): void {
  runContract(contract, PROVIDER_SENTENCES);
}

export const PROVIDER_SENTENCES: readonly Sentence<ProviderSubject>[] = [
  {
    title: "names its channels and its account",
    async holds({ provider }, expect) {
      expect(provider.channels.length > 0).toBe(true);
      expect(provider.account.length > 0).toBe(true);
    },
  },
  {
    title: "accepts a message in each channel and language, and keeps leading zeros",
    async holds(subject, expect) {
      for (const result of await deliverAll(subject)) expect(result.outcome).toBe("accepted");
    },
  },
  {
    title: "answers with the known fields only",
    async holds(subject, expect) {
      for (const result of await deliverAll(subject))
        expect(readDeliveryResult(result, NO_CODE)).toEqual(result);
    },
  },
  {
    title: "never puts the code into an answer",
    async holds(subject, expect) {
      for (const result of await deliverAll(subject))
        expect(JSON.stringify(result).includes(CODE)).toBe(false);
    },
  },
  {
    title: "carries many messages at once",
    async holds(subject, expect) {
      const [message] = messagesFor(subject.provider, nowOf(subject));
      const deliver = () => subject.provider.deliver(message, nowOf(subject) + 5_000);
      const results = await Promise.all(Array.from({ length: 20 }, deliver));
      expect(results.map(({ outcome }) => outcome)).toEqual(Array<string>(20).fill("accepted"));
    },
  },
  {
    title: "answers unavailable, with a hint, when its vendor refuses the connection",
    async holds(subject, expect) {
      await needed(subject.break, "way to break the vendor")("refuse connection");
      for (const result of await deliverAll(subject)) {
        expect(result.outcome).toBe("unavailable");
        expectHint(expect, subject, result);
      }
    },
  },
  {
    title: "answers unknown in time, with a hint, when its vendor takes the message and hangs",
    async holds(subject, expect) {
      await needed(subject.break, "way to break the vendor")("hang");
      for (const message of messagesFor(subject.provider, nowOf(subject))) {
        const { result, tookMs } = await timed(subject, message, SOON_MS);
        expect(result.outcome).toBe("unknown");
        expect(tookMs <= SOON_MS + GRACE_MS).toBe(true);
        expectHint(expect, subject, result);
      }
    },
  },
  {
    title: "answers at once when its deadline has passed",
    async holds(subject, expect) {
      const [message] = messagesFor(subject.provider, nowOf(subject));
      const { result, tookMs } = await timed(subject, message, -1);
      expect(outcomeWords.includes(result.outcome)).toBe(true);
      expect(tookMs <= GRACE_MS).toBe(true);
    },
  },
  {
    title: "believes no call that its vendor did not make",
    async holds(subject, expect) {
      for (const call of foreignCalls(nowOf(subject))) {
        const reading = (await subject.provider.receipt?.(call)) ?? { kind: "refused" };
        expect(reading.kind === "statuses" ? readStatuses(reading.statuses) : []).toEqual([]);
      }
    },
  },
  {
    title: "answers about the messages it is asked about, and about no other",
    async holds(subject, expect) {
      const { provider } = subject;
      if (provider.status === undefined) return;
      const sent = (await deliverAll(subject)).flatMap(({ messageId }) => messageId ?? []);
      const ids = sent.slice(0, provider.polling?.batchSize ?? 1);
      const statuses = await provider.status(ids, nowOf(subject) + 5_000);
      expect(readStatuses(statuses)).toEqual(statuses);
      expect(statuses.every(({ messageId }) => ids.includes(messageId))).toBe(true);
    },
  },
  {
    title: "explains only its own reasons",
    async holds({ provider }, expect) {
      const words = ["no such reason", "", "__proto__", "constructor", "toString"];
      expect(words.map((word) => provider.explain(word))).toEqual(words.map(() => null));
    },
  },
];

/** Calls of anyone who learned the address. */
function foreignCalls(at: number): readonly Callback[] {
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const call = {
    method: "POST",
    url: "https://otp.example.com/r",
    query: "",
    headers: {},
    body: "",
    at,
  } as const;
  return [
    call,
    { ...call, method: "GET", query: "hub.challenge=1" },
    { ...call, headers: json, body: "[{}]" },
    { ...call, headers: json, body: "{" },
    { ...call, headers: form, body: "state=delivered&status=10" },
  ];
}

const nowOf = ({ now = Date.now }: ProviderSubject) => now();

async function deliverAll(subject: ProviderSubject): Promise<readonly DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const message of messagesFor(subject.provider, nowOf(subject))) {
    results.push(await subject.provider.deliver(message, nowOf(subject) + 5_000));
  }
  return results;
}

async function timed(
  subject: ProviderSubject,
  message: Parameters<Provider["deliver"]>[0],
  withinMs: number,
): Promise<{ readonly result: DeliveryResult; readonly tookMs: number }> {
  const startedAt = performance.now();
  const result = await subject.provider.deliver(message, nowOf(subject) + withinMs);
  return { result, tookMs: performance.now() - startedAt };
}

function expectHint(expect: Expect, { provider }: ProviderSubject, result: DeliveryResult): void {
  const hint = "reason" in result ? provider.explain(result.reason) : null;
  expect(/[a-z]{3}/i.test(hint?.en ?? "")).toBe(true);
  expect(/[\u0600-\u06FF]{3}/.test(hint?.fa ?? "")).toBe(true);
}
