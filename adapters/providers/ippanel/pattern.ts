/** `ippanel/pattern`: an approved pattern over a line of the account, at IPPanel or at a brand that runs on it. */
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { iranianNumber } from "../_kit/connection.ts";
import { resultOf } from "../_kit/meanings.ts";
import { defineProvider } from "../_kit/plugin.ts";
import { resultOfAnswer } from "../_kit/vendor-client.ts";
import { connect, CONNECTION_ENV, CONNECTION_OPTIONS, messageIdIn } from "./_api/client.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { examineAccount, toolsOf } from "./_checks/account.ts";
import { examinePattern } from "./_checks/pattern.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    from: Type.String({
      pattern: "^\\+?[0-9]+$",
      description: "The line that sends, as the panel writes it, e.g. +983000505.",
    }),
    pattern: Type.String({
      pattern: "^\\S+$",
      description: "Code of an approved pattern, from the panel at https://ippanel.com.",
    }),
    englishPattern: Type.Optional(
      Type.String({
        pattern: "^\\S+$",
        description: "Pattern for English readers; without it they get `pattern`.",
      }),
    ),
    parameter: Type.String({
      default: "code",
      pattern: "^\\S+$",
      description: "Name of the pattern's variable that takes the code.",
    }),
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["sms"],
  options,
  env: {
    ...CONNECTION_ENV,
    from: "IPPANEL_FROM",
    pattern: "IPPANEL_PATTERN",
    parameter: "IPPANEL_PARAMETER",
  },
  secrets: ["apiKey"],

  create({ from, pattern, englishPattern, parameter, creditAlarmRial, ...connection }, host) {
    const ipPanel = connect(connection, host);
    const patterns = [...new Set([pattern, englishPattern ?? pattern])];

    function order({ recipient, code, locale }: DeliveryMessage) {
      return {
        sending_type: "pattern",
        from_number: from,
        code: locale === "en" ? (englishPattern ?? pattern) : pattern,
        recipients: [recipient],
        params: { [parameter]: code },
      };
    }

    return {
      account: ipPanel.account,
      explain: ipPanel.explain,
      ...receiptsOf(ipPanel),
      tools: toolsOf(ipPanel),
      examine: (deadline) =>
        examineAccount(ipPanel, creditAlarmRial, deadline, () =>
          Promise.all(
            patterns.map((one) =>
              examinePattern(ipPanel, { pattern: one, parameter, codeLength: host.codeLength }, deadline),
            ),
          ),
        ),
      async deliver(message, deadline) {
        if (iranianNumber(message.recipient) === null)
          return resultOf({ class: "number", reason: "country_not_served" });
        const json = order(message);
        const answer = await ipPanel.ask({ path: "api/send", json }, deadline);
        const result = resultOfAnswer(answer, (data) => ({ messageId: messageIdIn(data) }));
        return { ...result, sentWith: { kind: "template", name: json.code } };
      },
    };
  },
});
