/** `kavenegar/call`: the vendor calls the phone and reads the code out, with the voice text of an approved template. */
import { Type } from "@sinclair/typebox";
import { defineProvider } from "../_kit/plugin.ts";
import { CONNECTION_ENV, CONNECTION_OPTIONS, connect } from "./_api/client.ts";
import { explain } from "./_api/meanings.ts";
import { examineAccount } from "./_checks/account.ts";
import { examineTemplates } from "./_checks/templates.ts";
import { receptorOf, resultOfAnswer } from "./_api/delivery-result.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { toolsOf } from "./_checks/tools.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    template: Type.String({
      default: "verify",
      pattern: "^\\S+$",
      description:
        "Name of an approved template with a voice text, from https://console.kavenegar.com/verification.",
    }),
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["call"],
  options,
  env: { ...CONNECTION_ENV, template: "KAVENEGAR_TEMPLATE" },
  secrets: ["apiKey"],

  create({ template, creditAlarmRial, ...connection }, host) {
    const kavenegar = connect(connection, host);
    return {
      account: kavenegar.account,
      explain,
      ...receiptsOf(kavenegar),
      tools: toolsOf(kavenegar),
      examine: (deadline) =>
        examineAccount(kavenegar, host.clock, creditAlarmRial, deadline, () =>
          examineTemplates(kavenegar, [{ name: template, kind: "call", tokens: ["%token"] }], deadline),
        ),
      async deliver({ recipient, code }, deadline) {
        const receptor = receptorOf(recipient);
        const answer = await kavenegar.operate(
          (sdk, done) => sdk.VerifyLookup({ receptor, template, token: code, type: "call" }, done),
          deadline,
        );
        return { ...resultOfAnswer(answer), sentWith: { kind: "template", name: template } };
      },
    };
  },
});
