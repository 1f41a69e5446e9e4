/** Every code of the vendor: the result it leads to, and what an operator reads about it. */
import { describe, expect, test } from "bun:test";
import {
  explain,
  meaningOfEnvelope,
  meaningOfHttp,
} from "../../../../adapters/providers/kavenegar/_api/meanings.ts";
import { codesMarkdown } from "../../../../adapters/providers/kavenegar/_api/docs-table.ts";
import { ENTRY_STATUSES } from "../../../../adapters/providers/kavenegar/_api/message-statuses.ts";
import { ENVELOPE_CODES } from "../../../../adapters/providers/kavenegar/_api/envelope-codes.ts";
import { OWN_MEANINGS } from "../../../../adapters/providers/kavenegar/_api/own-reasons.ts";
import type { ExplainedMeaning } from "../../../../adapters/providers/_kit/meanings.ts";
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { METHOD_OF, NAMES, deliver, openProvider, simulatorForFile } from "./support.ts";

const simulator = await simulatorForFile();

/** Written by hand from the vendor's reference, so that the test sees a mistake in the table. */
const EXPECTED: Readonly<Record<ExplainedMeaning["class"], readonly number[]>> = {
  accepted: [200],
  recipient: [411],
  message: [
    400, 404, 405, 406, 407, 412, 413, 414, 415, 417, 419, 420, 422, 424, 426, 427, 428, 431, 432, 501, 604,
    607, 800, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 811, 812, 813,
  ],
  account: [401, 403, 416, 418, 429],
  unavailable: [402, 451],
  unknown: [408, 409, 500, 502, 503, 504, 505],
  number: [],
  earlier: [],
};

const EXPECTED_STATUSES: Readonly<Record<ExplainedMeaning["class"], readonly number[]>> = {
  accepted: [1, 2, 4, 5, 10],
  recipient: [],
  message: [6, 13],
  number: [14],
  account: [],
  unavailable: [],
  unknown: [11, 50, 100],
  earlier: [],
};

const REASONS: readonly (readonly [number, string])[] = [
  [401, "account_disabled"],
  [402, "operation_failed"],
  [403, "api_key_invalid"],
  [404, "method_unknown"],
  [411, "recipient_invalid"],
  [412, "sender_invalid"],
  [418, "no_credit"],
  [424, "template_not_found"],
  [431, "token_malformed"],
  [451, "too_many_calls"],
  [501, "test_only"],
];

const CLASSES = [
  "accepted",
  "recipient",
  "message",
  "number",
  "account",
  "unavailable",
  "unknown",
  "earlier",
] as const;

const rowsOf = (rows: readonly ExplainedMeaning[], kind: ExplainedMeaning["class"]) =>
  rows
    .filter((row) => row.class === kind)
    .map((row) => row.code ?? 0)
    .sort((a, b) => a - b);

const classOf = (result: DeliveryResult): ExplainedMeaning["class"] =>
  result.outcome === "refused" ? (result.numberOnly ? "number" : result.fault) : result.outcome;

describe("the table", () => {
  test("has every code of the reference in its class, and no other", () => {
    for (const kind of CLASSES) {
      expect([kind, rowsOf(ENVELOPE_CODES, kind)]).toEqual([kind, [...EXPECTED[kind]]]);
      expect([kind, rowsOf(ENTRY_STATUSES, kind)]).toEqual([kind, [...EXPECTED_STATUSES[kind]]]);
    }
  });

  test("keeps the reasons that dashboards and docs rely on", () => {
    for (const [code, reason] of REASONS)
      expect([code, meaningOfEnvelope(code).reason]).toEqual([code, reason]);
  });

  test("gives one reason one meaning and one class", () => {
    const byReason = new Map<string, string>();
    for (const { code: _, ...row } of [...ENVELOPE_CODES, ...ENTRY_STATUSES, ...OWN_MEANINGS]) {
      const text = JSON.stringify(row);
      expect(byReason.get(row.reason) ?? text).toBe(text);
      byReason.set(row.reason, text);
    }
  });

  test("explains every reason in English and in Persian, and nothing else", () => {
    for (const { reason } of [...ENVELOPE_CODES, ...ENTRY_STATUSES, ...OWN_MEANINGS]) {
      expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(explain(reason)?.en).toMatch(/^[A-Z].*[a-z.)/»]$/);
      expect(explain(reason)?.fa).toMatch(/[آ-ی]/);
      expect(explain(reason)?.fa).not.toMatch(/[يك]/);
    }
    expect(explain("no_such_reason")).toBeNull();
  });

  test("reads an unlisted code as a refusal of this message in the range of refusals, and as unknown outside", () => {
    for (const code of [410, 499, 699, 999])
      expect(meaningOfEnvelope(code)).toMatchObject({ class: "message", reason: "code_unlisted" });
    for (const code of [0, 201, 302, 599]) expect(meaningOfEnvelope(code).class).toBe("unknown");
  });

  test("reads an HTTP 5xx without an envelope as unknown, including 501", () => {
    for (const status of [500, 501, 502, 503, 504, 520])
      expect(meaningOfHttp(status).reason).toBe("vendor_error");
    expect(meaningOfHttp(302).reason).toBe("redirected");
    expect(meaningOfHttp(200).reason).toBe("answer_unreadable");
    expect(meaningOfHttp(403).reason).toBe("api_key_invalid");
  });
});

describe.each([...NAMES])("%s", (name) => {
  const refusals = ENVELOPE_CODES.filter((row) => row.code !== 200);

  test("answers every code as the table says, and no message reaches a phone", async () => {
    const provider = await openProvider(name, simulator.url);
    for (const { code, class: kind, reason } of refusals) {
      simulator.reset();
      simulator.behave(METHOD_OF[name], { kind: "refuse", code: code ?? 0 });
      const result = await deliver(provider);
      expect({ ...result, class: classOf(result) }).toMatchObject({
        class: kind,
        reason,
        vendorCode: String(code),
      });
      expect(provider.explain(reason)).not.toBeNull();
      expect(simulator.outbox).toEqual([]);
    }
  });

  test("reads the code of an envelope that comes with HTTP 200", async () => {
    const provider = await openProvider(name, simulator.url);
    for (const { code, class: kind, reason } of refusals) {
      simulator.reset();
      simulator.behave(METHOD_OF[name], { kind: "refuse", code: code ?? 0, httpStatus: 200 });
      const result = await deliver(provider);
      expect({ ...result, class: classOf(result) }).toMatchObject({ class: kind, reason });
    }
  });

  test("does not count a 200 as success when the message inside has failed", async () => {
    const provider = await openProvider(name, simulator.url);
    for (const { code, class: kind, reason } of ENTRY_STATUSES) {
      simulator.reset();
      const text = JSON.stringify({ return: { status: 200 }, entries: [{ messageid: 7, status: code }] });
      simulator.behave(METHOD_OF[name], { kind: "body", httpStatus: 200, text });
      const result = await deliver(provider);
      expect(classOf(result)).toBe(kind);
      expect(result.messageId).toBe("7");
      if (result.outcome !== "accepted") expect(result).toMatchObject({ reason, vendorCode: `200/${code}` });
    }
  });
});

const PAGE = new URL("../../../../docs/reference/providers/kavenegar-codes.md", import.meta.url);
const BEGIN = "<!-- codes: made from the tables by `UPDATE_DOCS=1 bun test codes`; do not edit -->";
const END = "<!-- /codes -->";

test("the reference page has the current tables", async () => {
  const page = await Bun.file(PAGE).text();
  const [before = "", rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE.pathname} has no markers for the tables`);
  const current = `${before}${BEGIN}\n<!-- prettier-ignore-start -->\n\n${codesMarkdown()}\n\n<!-- prettier-ignore-end -->\n${END}${after}`;
  if (process.env["UPDATE_DOCS"] === "1") await Bun.write(PAGE, current);
  else if (page !== current)
    throw new Error("kavenegar-codes.md differs from the tables. Run: UPDATE_DOCS=1 bun test codes");
  for (const { code } of ENVELOPE_CODES) expect(current).toContain(`| ${code} |`);
});
