/** Every code of each vendor's table: the result it leads to, and what an operator reads about it. */
import { afterAll, describe, expect, test } from "bun:test";
import type { AnswerClass, ExplainedMeaning } from "../../../../adapters/providers/_kit/meanings.ts";
import { CODES as GHASEDAK } from "../../../../adapters/providers/ghasedak/_api/codes.ts";
import { FAULTS as IPPANEL } from "../../../../adapters/providers/ippanel/_api/faults.ts";
import { CODES as SMSIR } from "../../../../adapters/providers/smsir/_api/codes.ts";
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { deliver, openByName } from "../support.ts";
import { BUILT_INS } from "./vendors.ts";

/** Written by hand from the vendors' references, so that the test sees a mistake in a table. */
const EXPECTED: readonly (readonly [
  vendor: string,
  table: readonly ExplainedMeaning[],
  classes: Readonly<Partial<Record<AnswerClass, readonly (number | string)[]>>>,
])[] = [
  [
    "SMS.ir",
    SMSIR,
    {
      recipient: [104],
      message: [16, 101, 103, 105, 106, 107, 108, 109, 110, 113, 114, 116, 117, 118, 119, 123, 124],
      number: [115],
      account: [10, 11, 12, 13, 14, 15, 102],
      unavailable: [20],
      unknown: [0],
    },
  ],
  [
    "Ghasedak",
    GHASEDAK,
    {
      message: [400, 406, 412, 413, 420, 422, 428, 429],
      account: [401, 416, 418, 419, 426],
      unknown: [402, 451, 500],
    },
  ],
  [
    "IPPanel",
    IPPANEL,
    {
      account: ["key_invalid"],
      message: [
        "template_unknown",
        "template_parameter",
        "sender_invalid",
        "recipient_unreadable",
        "request_invalid",
      ],
    },
  ],
];

describe.each([...EXPECTED])("the table of %s", (_, table, classes) => {
  test("has every code of the reference in its class, and no other", () => {
    const found = Map.groupBy(table, (row) => row.class);
    const codes = [...found].map(([kind, rows]) => [kind, rows.map(({ code, reason }) => code ?? reason)]);
    expect(Object.fromEntries(codes)).toEqual(classes);
  });

  test("gives one reason one meaning and one class, in both languages", () => {
    const byReason = new Map<string, string>();
    for (const { code: _code, ...row } of table) {
      expect(row.reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(row.means.en).toMatch(/^[A-Z].*\.$/);
      expect(`${row.means.fa} ${row.remedy.fa}`).toMatch(/[آ-ی]/);
      expect(`${row.means.fa} ${row.remedy.fa}`).not.toMatch(/[يك]/);
      const text = JSON.stringify(row);
      expect(byReason.get(row.reason) ?? text).toBe(text);
      byReason.set(row.reason, text);
    }
  });
});

const classOf = (result: DeliveryResult): AnswerClass =>
  result.outcome === "refused" ? (result.numberOnly ? "number" : result.fault) : result.outcome;

for (const { name, channel, method, refusals, start, env } of BUILT_INS) {
  describe(name, async () => {
    const simulator = await start();
    afterAll(() => simulator.stop());
    const { provider } = await openByName(name, { env: env(simulator.url) });

    test.each([{ httpStatus: undefined }, { httpStatus: 200 }])(
      "answers every code as the table says, and no message reaches a phone: %o",
      async ({ httpStatus }) => {
        for (const { code, vendorCode = String(code), class: kind, reason } of refusals) {
          simulator.reset();
          const status = httpStatus === undefined ? {} : { httpStatus };
          simulator.behave(method, { kind: "refuse", code, ...status });
          const result = await deliver(provider, { channel });
          expect({ ...result, class: classOf(result) }).toMatchObject({
            class: kind,
            reason,
            vendorCode,
          });
          expect(provider.explain(reason)).not.toBeNull();
          expect(simulator.outbox).toEqual([]);
        }
      },
    );

    // Its own file has the codes of a vendor that refuses by words.
    if (typeof refusals[0]?.code !== "number") return;
    test("reads a code that is not listed as a refusal of this message", async () => {
      simulator.reset();
      simulator.behave(method, { kind: "refuse", code: 987, httpStatus: 200 });
      expect(await deliver(provider, { channel })).toMatchObject({
        outcome: "refused",
        fault: "message",
        reason: "vendor_refused",
        vendorCode: "987",
      });
    });
  });
}
