/** `smsir/verify`: the vendor's verification method. It needs an approved template, and the vendor picks the line. */
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { iranianNumber } from "../_kit/connection.ts";
import { resultOf } from "../_kit/meanings.ts";
import { defineProvider } from "../_kit/plugin.ts";
import { resultOfAnswer } from "../_kit/vendor-client.ts";
import { connect, CONNECTION_ENV, CONNECTION_OPTIONS, messageIdIn } from "./_api/client.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { examineAccount, toolsOf } from "./_checks/account.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    template: Type.Integer({
      minimum: 1,
      description: "Number of an approved template, from https://app.sms.ir.",
    }),
    englishTemplate: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "Template for English readers; without it they get `template`.",
      }),
    ),
    parameter: Type.String({
      default: "Code",
      pattern: "^\\S+$",
      description: "Name of the template's parameter that takes the code, in its upper and lower case.",
    }),
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["sms"],
  options,
  env: { ...CONNECTION_ENV, template: "SMSIR_TEMPLATE", parameter: "SMSIR_PARAMETER" },
  secrets: ["apiKey"],

  create({ template, englishTemplate, parameter, creditAlarm, ...connection }, host) {
    const smsIr = connect(connection, host);

    function verification(mobile: string, { code, locale }: DeliveryMessage) {
      const templateId = locale === "en" ? (englishTemplate ?? template) : template;
      return { mobile, templateId, parameters: [{ name: parameter, value: code }] };
    }

    return {
      account: smsIr.account,
      explain: smsIr.explain,
      ...receiptsOf(smsIr),
      tools: toolsOf(smsIr),
      examine: (deadline) =>
        examineAccount(smsIr, creditAlarm, deadline, async () => [
          {
            level: "ok",
            subject: "template",
            detail: `The API does not show templates: only a send proves the template ${template} and its parameter ${parameter}.`,
          },
        ]),
      async deliver(message, deadline) {
        const mobile = iranianNumber(message.recipient);
        if (mobile === null) return resultOf({ class: "number", reason: "country_not_served" });
        const json = verification(mobile, message);
        const answer = await smsIr.ask({ path: "send/verify", json }, deadline);
        const result = resultOfAnswer(answer, (data) => ({ messageId: messageIdIn(data) }));
        return { ...result, sentWith: { kind: "template", name: String(json.templateId) } };
      },
    };
  },
});
