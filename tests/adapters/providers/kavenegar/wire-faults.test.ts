/** Faults on the wire: a result says "not sent" only where that is certain. */
import { closedPort, listening } from "../../../support/ports.ts";
import { describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import type { Behaviour } from "../../../../adapters/providers/_simulator/behaviour.ts";
import { METHOD_OF, NAMES, deliver, openProvider, simulatorForFile, testHost } from "./support.ts";

const simulator = await simulatorForFile();

interface Fault {
  readonly behaviour: Behaviour;
  readonly expected: Readonly<Record<string, unknown>>;
  /** Messages that reached a phone although the result does not say so. */
  readonly onPhone: 0 | 1;
  readonly timeLeftMs?: number;
}

const GOOD = '{"return":{"status":200,"message":""},"entries":[{"messageid":1,"status":5}]}';
const HTML = "<html><body>Bad gateway</body></html>";
const unknown = (reason: string) => ({ outcome: "unknown", reason });

const FAULTS: Readonly<Record<string, Fault>> = {
  "no answer": { behaviour: { kind: "hang" }, expected: unknown("timeout"), onPhone: 0, timeLeftMs: 150 },
  "a reset connection": { behaviour: { kind: "reset" }, expected: unknown("connection_lost"), onPhone: 0 },
  "accepted, then the connection dropped": {
    behaviour: { kind: "accept_then_drop" },
    expected: unknown("connection_lost"),
    onPhone: 1,
  },
  "half a body": { behaviour: { kind: "half_body" }, expected: unknown("connection_lost"), onPhone: 1 },
  "a slow drip": {
    behaviour: { kind: "drip", intervalMs: 20 },
    expected: unknown("timeout"),
    onPhone: 1,
    timeLeftMs: 150,
  },
  "a late answer": {
    behaviour: { kind: "slow", delayMs: 400 },
    expected: unknown("timeout"),
    onPhone: 1,
    timeLeftMs: 150,
  },
  "wrong JSON": {
    behaviour: { kind: "garble", garbled: (body) => body.slice(1) },
    expected: unknown("answer_unreadable"),
    onPhone: 1,
  },
  "JSON of another shape": {
    behaviour: { kind: "garble", garbled: () => '{"ok":true}' },
    expected: unknown("answer_unreadable"),
    onPhone: 1,
  },
  "a success without a message id": {
    behaviour: { kind: "garble", garbled: () => '{"return":{"status":200,"message":"x"},"entries":null}' },
    expected: unknown("message_id_missing"),
    onPhone: 1,
  },
  "an empty 200": {
    behaviour: { kind: "body", httpStatus: 200, text: "" },
    expected: unknown("answer_unreadable"),
    onPhone: 0,
  },
  "an HTML page with 502": {
    behaviour: { kind: "body", httpStatus: 502, text: HTML },
    expected: { ...unknown("vendor_error"), vendorCode: "502" },
    onPhone: 0,
  },
  "an HTML page with 200": {
    behaviour: { kind: "body", httpStatus: 200, text: HTML },
    expected: unknown("answer_unreadable"),
    onPhone: 0,
  },
  "a redirect": {
    behaviour: { kind: "redirect", location: "https://example.com/" },
    expected: { ...unknown("redirected"), vendorCode: "302" },
    onPhone: 0,
  },
  "a body longer than any answer": {
    behaviour: { kind: "body", httpStatus: 200, text: `${" ".repeat(3 * 1024 * 1024)}${GOOD}` },
    expected: unknown("answer_unreadable"),
    onPhone: 0,
  },
};

describe.each([...NAMES])("%s", (name) => {
  test.each(Object.entries(FAULTS))("%s", async (_, { behaviour, expected, onPhone, timeLeftMs }) => {
    const provider = await openProvider(name, simulator.url);
    simulator.behave(METHOD_OF[name], behaviour);
    const startedAt = performance.now();
    expect(await deliver(provider, {}, timeLeftMs)).toEqual(expect.objectContaining(expected));
    expect(simulator.outbox).toHaveLength(onPhone);
    if (timeLeftMs !== undefined) expect(performance.now() - startedAt).toBeLessThan(timeLeftMs + 1_000);
  });

  test("makes no request after its deadline", async () => {
    const provider = await openProvider(name, simulator.url);
    expect(await deliver(provider, {}, -1)).toMatchObject({ outcome: "unavailable", reason: "no_time_left" });
    expect(simulator.calls).toEqual([]);
  });
});

describe("what is certainly not sent", () => {
  test("a refused connection", async () => {
    const provider = await openProvider("kavenegar/verify", `http://127.0.0.1:${await closedPort()}`);
    expect(await deliver(provider)).toMatchObject({ outcome: "unavailable", reason: "connection_refused" });
  });

  test("a host without an address", async () => {
    const provider = await openProvider("kavenegar/verify", "https://kavenegar.invalid");
    expect(await deliver(provider)).toMatchObject({ outcome: "unavailable", reason: "host_not_found" });
  });
});

describe("a connection kept open for the next request", () => {
  test("does not repeat a request when it breaks under the second one", async () => {
    let requests = 0;
    const server = createServer((socket) => {
      let onThisSocket = 0;
      socket.on("error", () => {});
      socket.on("data", () => {
        requests += 1;
        onThisSocket += 1;
        if (onThisSocket > 1) socket.destroy();
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${GOOD.length}\r\n\r\n${GOOD}`);
      });
    });
    const port = await listening(server);
    const provider = await openProvider("kavenegar/verify", `http://127.0.0.1:${port}`);
    expect((await deliver(provider)).outcome).toBe("accepted");
    expect(await deliver(provider)).toMatchObject({ outcome: "unknown", reason: "connection_lost" });
    expect(requests).toBe(2);
    server.close();
  });
});

describe("kavenegar/sms repeats a request that the vendor can recognise", () => {
  test.each<Behaviour>([{ kind: "accept_then_drop" }, { kind: "half_body" }, { kind: "reset" }])(
    "after %o, and the message is accepted and reaches the phone once",
    async (behaviour) => {
      const provider = await openProvider("kavenegar/sms", simulator.url);
      simulator.behave("sms/send", behaviour, 1);
      expect(await deliver(provider)).toMatchObject({ outcome: "accepted", vendorCode: "200" });
      expect(simulator.outbox).toHaveLength(1);
      expect(simulator.calls).toHaveLength(2);
    },
  );

  test("but reads a refusal of the second request as no proof that the first was not sent", async () => {
    const provider = await openProvider("kavenegar/sms", simulator.url);
    simulator.behave("sms/send", { kind: "accept_then_drop" }, 1);
    simulator.behave("sms/send", { kind: "refuse", code: 418 });
    expect(await deliver(provider)).toMatchObject({ outcome: "unknown", reason: "connection_lost" });
  });

  test("but not after a clear answer", async () => {
    const provider = await openProvider("kavenegar/sms", simulator.url);
    simulator.behave("sms/send", { kind: "refuse", code: 412 });
    await deliver(provider);
    expect(simulator.calls).toHaveLength(1);
  });
});

test("an error without a known code is unknown, and its text is not passed on", async () => {
  const oddities: readonly unknown[] = [
    new Error("boom"),
    "boom",
    null,
    Object.assign(new Error("x"), { code: 7 }),
  ];
  for (const oddity of oddities) {
    const host = testHost(() => Promise.reject(oddity));
    const provider = await openProvider("kavenegar/verify", simulator.url, { host });
    expect(await deliver(provider)).toMatchObject({ outcome: "unknown", reason: "connection_lost" });
  }
});
