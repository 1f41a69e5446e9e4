/** What is kept of what a vendor says of a message. */
import { expect, test } from "bun:test";
import { readStatuses } from "../../../domain/delivery/receipt.ts";

test.each([
  ["30003", "30003"],
  ["UNDELIV:4711", "UNDELIV:4711"],
  ["Unreachable destination handset", "Unreachable destination handset"],
  ["not delivered: 123456\nis your verification code", "not delivered: ***\nis your verification code"],
  ["کد ۱۲۳۴۵۶ به 09121234567 نرسید", "کد *** به *** نرسید"],
  ["x".repeat(300), "x".repeat(200)],
])("the reason %j is kept as %j", (reason, kept) => {
  const [status] = readStatuses([{ messageId: "1", state: "undelivered", reason }]);
  expect(status?.reason).toBe(kept);
});

test("a reason that is no text, or empty, is left out", () => {
  for (const reason of [4, null, "", { text: "1" }])
    expect(readStatuses([{ messageId: "1", state: "pending", reason }])).toEqual([
      { messageId: "1", state: "pending" },
    ]);
});
