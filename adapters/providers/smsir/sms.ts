/** `smsir/sms`: plain text over a line of the account. Needs no template, but phones that block advertising may not get it. */
import { Type } from "@sinclair/typebox";
import { iranianNumber } from "../_kit/connection.ts";
import { resultOf } from "../_kit/meanings.ts";
import { renderText, TEXT_OPTIONS } from "../_kit/message-text.ts";
import { defineProvider } from "../_kit/plugin.ts";
import { checkTexts } from "../_kit/text-problems.ts";
import { resultOfAnswer } from "../_kit/vendor-client.ts";
import { connect, CONNECTION_ENV, CONNECTION_OPTIONS, firstMessageIdIn } from "./_api/client.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { examineAccount, toolsOf } from "./_checks/account.ts";
import { examineLine } from "./_checks/sender-line.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    line: Type.String({
      pattern: "^[1-9][0-9]{3,14}$",
      description: "A line of this account, in digits, from https://app.sms.ir.",
    }),
    ...TEXT_OPTIONS,
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["sms"],
  options,
  env: { ...CONNECTION_ENV, line: "SMSIR_LINE" },
  secrets: ["apiKey"],

  create({ line, texts, webDomain, androidHash, creditAlarm, ...connection }, host) {
    const smsIr = connect(connection, host);
    const style = { texts, webDomain, androidHash };
    checkTexts(style, host.codeLength);

    return {
      account: smsIr.account,
      explain: smsIr.explain,
      ...receiptsOf(smsIr),
      tools: toolsOf(smsIr),
      examine: (deadline) =>
        examineAccount(smsIr, creditAlarm, deadline, async () => [await examineLine(smsIr, line, deadline)]),
      async deliver(message, deadline) {
        const mobile = iranianNumber(message.recipient);
        if (mobile === null) return resultOf({ class: "number", reason: "country_not_served" });
        const json = {
          lineNumber: Number(line),
          messageText: renderText(message, style, host.clock.now()),
          mobiles: [mobile],
        };
        const answer = await smsIr.ask({ path: "send/bulk", json }, deadline);
        const result = resultOfAnswer(answer, (data) => ({ messageId: firstMessageIdIn(data) }));
        return { ...result, sentWith: { kind: "line", name: line } };
      },
    };
  },
});
