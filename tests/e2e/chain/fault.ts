/** One fault at one place of the chain: the reply, the traffic, the ledger and the next start. */
import { expect } from "bun:test";
import type { Behaviour } from "../../../adapters/providers/_simulator/behaviour.ts";
import { type Api, freshNumber, problemIn, type Reply, verificationIn, wordOf } from "../../support/http.ts";
import { type Class, type Expected, expectedOf, nextStartOf, type Place } from "./expected.ts";
import { BOTH, callsOf, serving, vendorEnv } from "./serving.ts";
import type { KavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/api.ts";

export interface Fault {
  /** Null: the vendor works. */
  readonly behaviour: Behaviour | null;
  readonly kind: Class;
  readonly reason?: string;
  readonly vendorCode?: string;
  readonly onPhone?: true;
  readonly late?: true;
  /** The operator's hint, when the test knows its words. */
  readonly hint?: { readonly en: string; readonly fa: string };
}

/** Sends a code with this fault at this place, and compares the result with the table. */
export async function expectFault(simulator: KavenegarSimulator, place: Place, fault: Fault): Promise<void> {
  const expected = expectedOf(place, fault.kind);
  simulator.reset();
  if (place === "second, after the first was refused")
    simulator.behave("verify/lookup", { kind: "refuse", code: 424 });
  const method = place === "alone" || place === "first of two" ? "verify/lookup" : "sms/send";
  if (fault.behaviour !== null) simulator.behave(method, fault.behaviour);

  await using ramz = await serving(vendorEnv(simulator, place === "alone" ? "kavenegar/verify" : BOTH));
  const to = freshNumber();
  const reply = await ramz.api.post("/v1/verifications", { to });
  expect(wordOf(reply)).toBe(expected.answer);
  expectTraffic(simulator, expected, fault);
  await expectLedger(ramz.api, idIn(reply), expected, fault, place);

  simulator.reset();
  const next = await ramz.api.post("/v1/verifications", { to });
  expect(wordOf(next)).toBe(nextStartOf(expected, fault.kind));
  if (next.status !== 201) expect(simulator.calls).toEqual([]);
}

function expectTraffic(simulator: KavenegarSimulator, expected: Expected, fault: Fault): void {
  const [lookups, sends] = expected.calls;
  const askedAgain = fault.kind === "unknown" && sends === 2 && !fault.late;
  expect(callsOf(simulator)).toEqual([lookups, sends === 2 && !askedAgain ? 1 : sends]);
  expect(simulator.outbox).toHaveLength(expected.accepted + (fault.onPhone ? 1 : 0));
  expect(new Set(simulator.outbox.map(({ code }) => code)).size).toBe(simulator.outbox.length > 0 ? 1 : 0);
}

async function expectLedger(api: Api, id: string, expected: Expected, fault: Fault, place: Place) {
  const english = verificationIn(await api.get(`/v1/verifications/${id}`, { "accept-language": "en" }));
  const persian = verificationIn(await api.get(`/v1/verifications/${id}`, { "accept-language": "fa" }));
  expect(english.attempts.map(({ outcome, fault: of }) => (of ? `${outcome} ${of}` : outcome))).toEqual([
    ...expected.attempts,
  ]);
  expect(english.status).toBe(expected.coolDown === "kept" ? "pending" : "undelivered");
  const [least, most] = expected.coolDown === "kept" ? [58, 60] : [0, 0];
  expect(english.resend_in).toBeGreaterThanOrEqual(least);
  expect(english.resend_in).toBeLessThanOrEqual(most);

  const index = place === "second, after the first was refused" ? 1 : 0;
  const [inEnglish, inPersian] = [english.attempts[index], persian.attempts[index]];
  expect(inEnglish?.reason).toBe(fault.reason);
  if (fault.vendorCode !== undefined) expect(inEnglish?.vendor_code).toBe(fault.vendorCode);
  if (fault.reason === undefined) return;
  expect(inEnglish?.hint).toMatch(fault.hint === undefined ? /^[A-Z].*\.?/ : exactly(fault.hint.en));
  expect(inPersian?.hint).toMatch(fault.hint === undefined ? /[\u0600-\u06ff]{3}/ : exactly(fault.hint.fa));
  const skipped = english.attempts.find(({ outcome }) => outcome === "skipped");
  if (skipped !== undefined) expect(skipped).toMatchObject({ reason: "account_refused" });
}

function exactly(text: string): RegExp {
  return new RegExp(`^${RegExp.escape(text)}$`);
}

/** The verification a start was about, whether it went well or not. */
export function idIn(reply: Reply): string {
  const id = reply.status < 400 ? verificationIn(reply).id : problemIn(reply).verification?.id;
  if (id === undefined) throw new Error(`no verification in ${reply.text}`);
  return id;
}
