/** `kavenegar/verify`: the vendor's verification method. It needs an approved template, and the vendor picks the line. */
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import { defineProvider } from "../_kit/plugin.ts";
import { CONNECTION_ENV, CONNECTION_OPTIONS, connect } from "./_api/client.ts";
import { explain } from "./_api/meanings.ts";
import { examineAccount } from "./_checks/account.ts";
import { examineTemplates, type WantedTemplate } from "./_checks/templates.ts";
import { receptorOf, resultOfAnswer } from "./_api/delivery-result.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { toolsOf } from "./_checks/tools.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    template: Type.String({
      default: "verify",
      pattern: "^\\S+$",
      description: "Name of an approved template, from https://console.kavenegar.com/verification.",
    }),
    englishTemplate: Type.Optional(
      Type.String({
        pattern: "^\\S+$",
        description: "Template for English readers; without it they get `template`.",
      }),
    ),
    originBound: Type.Boolean({
      default: false,
      description:
        "Also sends the code as token2, for a template whose last line is `@example.com #%token2`.",
    }),
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["sms"],
  options,
  env: { ...CONNECTION_ENV, template: "KAVENEGAR_TEMPLATE" },
  secrets: ["apiKey"],

  create({ template, englishTemplate, originBound, creditAlarmRial, ...connection }, host) {
    const kavenegar = connect(connection, host);

    const tokens = originBound ? ["%token", "%token2"] : ["%token"];
    const wanted = [...new Set([template, englishTemplate ?? template])].map((name): WantedTemplate => ({
      name,
      kind: "sms",
      tokens,
    }));

    function lookup({ recipient, code, locale }: DeliveryMessage) {
      return {
        receptor: receptorOf(recipient),
        template: locale === "en" ? (englishTemplate ?? template) : template,
        token: code,
        ...(originBound && { token2: code }),
      };
    }

    return {
      account: kavenegar.account,
      explain,
      ...receiptsOf(kavenegar),
      tools: toolsOf(kavenegar),
      examine: (deadline) =>
        examineAccount(kavenegar, host.clock, creditAlarmRial, deadline, () =>
          examineTemplates(kavenegar, wanted, deadline),
        ),
      async deliver(message, deadline) {
        const request = lookup(message);
        const answer = await kavenegar.operate((sdk, done) => sdk.VerifyLookup(request, done), deadline);
        return { ...resultOfAnswer(answer), sentWith: { kind: "template", name: request.template } };
      },
    };
  },
});
