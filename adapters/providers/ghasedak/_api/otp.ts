/** What `ghasedak/otp` and `ghasedak/call` share: one method sends a template as a text, or reads it out on the phone. */
import { Type } from "@sinclair/typebox";
import type { Channel, DeliveryMessage } from "../../../../domain/delivery/provider.ts";
import { iranianNumber } from "../../_kit/connection.ts";
import { resultOf } from "../../_kit/meanings.ts";
import { defineProvider } from "../../_kit/plugin.ts";
import { resultOfAnswer } from "../../_kit/vendor-client.ts";
import { examineAccount, toolsOf } from "../_checks/account.ts";
import { examineTemplate } from "../_checks/template.ts";
import { connect, CONNECTION_ENV, CONNECTION_OPTIONS, factsIn } from "./client.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    template: Type.String({
      pattern: "^\\S+$",
      description: "Name of an approved template, from the panel at https://ghasedak.me.",
    }),
    englishTemplate: Type.Optional(
      Type.String({
        pattern: "^\\S+$",
        description: "Template for English readers; without it they get `template`.",
      }),
    ),
    parameter: Type.String({
      default: "Code",
      pattern: "^\\S+$",
      description: "Name of the template's parameter that takes the code.",
    }),
  },
  { additionalProperties: false },
);

export function otpProvider(channel: Extract<Channel, "sms" | "call">) {
  return defineProvider({
    api: 1,
    channels: [channel],
    options,
    env: { ...CONNECTION_ENV, template: "GHASEDAK_TEMPLATE", parameter: "GHASEDAK_PARAMETER" },
    secrets: ["apiKey"],

    create({ template, englishTemplate, parameter, creditAlarmRial, ...connection }, host) {
      const ghasedak = connect(connection, host);
      const templates = [...new Set([template, englishTemplate ?? template])];

      function order(mobile: string, { code, locale, attemptId }: DeliveryMessage) {
        return {
          receptors: [{ mobile, clientReferenceId: attemptId }],
          templateName: locale === "en" ? (englishTemplate ?? template) : template,
          inputs: [{ param: parameter, value: code }],
          udh: false,
          isVoice: channel === "call",
        };
      }

      return {
        account: ghasedak.account,
        explain: ghasedak.explain,
        tools: toolsOf(ghasedak),
        examine: (deadline) =>
          examineAccount(ghasedak, host.clock, creditAlarmRial, deadline, () =>
            Promise.all(templates.map((name) => examineTemplate(ghasedak, name, parameter, deadline))),
          ),
        async deliver(message, deadline) {
          const mobile = iranianNumber(message.recipient);
          if (mobile === null) return resultOf({ class: "number", reason: "country_not_served" });
          const json = order(mobile, message);
          const result = resultOfAnswer(await ghasedak.ask({ path: "SendOtpSMS", json }, deadline), factsIn);
          return { ...result, sentWith: { kind: "template", name: json.templateName } };
        },
      };
    },
  });
}
