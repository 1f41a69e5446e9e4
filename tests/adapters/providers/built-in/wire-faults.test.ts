/** Faults on the wire: a result says "not sent" only where that is certain, and a success only where the vendor says so in its own form. */
import { afterAll, describe, expect, test } from "bun:test";
import type { Behaviour } from "../../../../adapters/providers/_simulator/behaviour.ts";
import { closedPort } from "../../../support/ports.ts";
import { deliver, openByName, testHost } from "../support.ts";
import { BUILT_INS } from "./vendors.ts";

interface Fault {
  readonly behaviour: Behaviour;
  readonly expected: Readonly<Record<string, unknown>>;
  /** Messages that reached a phone although the result does not say so. */
  readonly onPhone: 0 | 1;
  readonly timeLeftMs?: number;
}

const HTML = "<html><body>Bad gateway</body></html>";
const unknown = (reason: string) => ({ outcome: "unknown", reason });
const body = (httpStatus: number, text: string): Behaviour => ({ kind: "body", httpStatus, text });
const sent = (behaviour: Behaviour, reason: string): Fault => ({
  behaviour,
  expected: unknown(reason),
  onPhone: 1,
});
const notSent = (behaviour: Behaviour, expected: Fault["expected"]): Fault => ({
  behaviour,
  expected,
  onPhone: 0,
});
const refused = (fault: string, reason: string) => ({ outcome: "refused", fault, reason });

const FAULTS: Readonly<Record<string, Fault>> = {
  "no answer": { ...notSent({ kind: "hang" }, unknown("timeout")), timeLeftMs: 150 },
  "a reset connection": notSent({ kind: "reset" }, unknown("connection_lost")),
  "accepted, then the connection dropped": sent({ kind: "accept_then_drop" }, "connection_lost"),
  "half a body": sent({ kind: "half_body" }, "connection_lost"),
  "a slow drip": { ...sent({ kind: "drip", intervalMs: 20 }, "timeout"), timeLeftMs: 150 },
  "a late answer": { ...sent({ kind: "slow", delayMs: 400 }, "timeout"), timeLeftMs: 150 },
  "wrong JSON": sent({ kind: "garble", garbled: (text) => text.slice(1) }, "answer_unreadable"),
  "JSON of another shape": sent({ kind: "garble", garbled: () => '{"fine":true}' }, "answer_unreadable"),
  "a success without data": sent({ kind: "garble", garbled: withoutData }, "message_id_missing"),
  "an empty 200": notSent(body(200, ""), unknown("answer_unreadable")),
  "a list": notSent(body(200, "[1]"), unknown("answer_unreadable")),
  "an HTML page with 200": notSent(body(200, HTML), unknown("answer_unreadable")),
  "an HTML page with 502": notSent(body(502, HTML), { ...unknown("vendor_fault"), vendorCode: "502" }),
  "a bare 503": notSent(body(503, ""), unknown("vendor_fault")),
  "a bare 400": notSent(body(400, HTML), refused("message", "answer_foreign")),
  "a bare 401": notSent(body(401, ""), refused("account", "key_refused")),
  "a bare 402": notSent(body(402, ""), refused("account", "no_credit")),
  "a bare 403": notSent(body(403, HTML), refused("account", "access_refused")),
  "a bare 408": notSent(body(408, ""), unknown("vendor_fault")),
  "a bare 413": notSent(body(413, HTML), refused("message", "request_too_large")),
  "a bare 429": notSent(body(429, HTML), { outcome: "unavailable", reason: "throttled" }),
  "a redirect": notSent({ kind: "redirect", location: "https://example.com/" }, unknown("redirected")),
  "a body longer than any answer": notSent(
    body(200, `${" ".repeat(3 * 1024 * 1024)}{}`),
    unknown("answer_too_large"),
  ),
};

/** The vendor's good answer with everything that could hold an id taken out of it. */
function withoutData(text: string): string {
  return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    /^(messageIds?|items|message_outbox_ids|request_id)$/.test(name) ? undefined : value,
  );
}

for (const { name, channel, method, start, env } of BUILT_INS) {
  describe(name, async () => {
    const simulator = await start();
    afterAll(() => simulator.stop());
    const { provider } = await openByName(name, { env: env(simulator.url) });

    test.each(Object.entries(FAULTS))("%s", async (_, { behaviour, expected, onPhone, timeLeftMs }) => {
      simulator.reset();
      simulator.behave(method, behaviour);
      const result = await deliver(provider, { channel }, timeLeftMs);
      expect(result).toEqual(expect.objectContaining(expected));
      expect(provider.explain("reason" in result ? result.reason : "")).not.toBeNull();
      expect(simulator.outbox).toHaveLength(onPhone);
      // It has no reference by which it would know a repetition.
      expect(simulator.calls.filter((call) => call.method === method)).toHaveLength(1);
    });

    test("a success with the HTTP status of a failure may have gone out", async () => {
      simulator.reset();
      await deliver(provider, { channel });
      const good = await goodAnswer(name, env, simulator.url);
      simulator.behave(method, { kind: "body", httpStatus: 500, text: good });
      expect((await deliver(provider, { channel })).outcome).toBe("unknown");
    });

    test("makes no request after its deadline", async () => {
      simulator.reset();
      expect(await deliver(provider, { channel }, -1)).toMatchObject({
        outcome: "unavailable",
        reason: "no_time_left",
      });
      expect(simulator.calls).toEqual([]);
    });

    test("a refused connection is certainly not sent", async () => {
      const nowhere = await openByName(name, { env: env(`http://127.0.0.1:${await closedPort()}`) });
      expect(await deliver(nowhere.provider, { channel })).toMatchObject({
        outcome: "unavailable",
        reason: "connection_refused",
      });
    });

    test("a number of another country is not asked for, and another provider may reach it", async () => {
      simulator.reset();
      expect(await deliver(provider, { channel, recipient: "+14155550123" })).toEqual({
        outcome: "refused",
        fault: "message",
        numberOnly: true,
        reason: "country_not_served",
      });
      expect(simulator.calls).toEqual([]);
    });
  });
}

/** The vendor's answer to a message that it accepts. */
async function goodAnswer(
  name: string,
  env: (typeof BUILT_INS)[number]["env"],
  url: string,
): Promise<string> {
  let text = "";
  const host = testHost(async (address, init) => {
    const response = await fetch(address, init);
    text = await response.clone().text();
    return response;
  });
  const { provider } = await openByName(name, { env: env(url), host });
  await deliver(provider, { channel: provider.channels[0] ?? "sms" });
  return text;
}
