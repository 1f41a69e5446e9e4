/** `kavenegar/call`: the vendor calls and reads the code out, by the voice text of an approved template. */
import { Type } from "@sinclair/typebox";
import { defineProvider } from "../_plugin.ts";
import { CONNECTION_ENV, CONNECTION_OPTIONS, connect } from "./_api.ts";
import { explain } from "./_codes.ts";
import { receptorOf, resultOf } from "./_result.ts";

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

  create({ template, ...connection }, host) {
    const kavenegar = connect(connection, host);
    return {
      account: kavenegar.account,
      explain,
      async deliver({ recipient, code }, deadline) {
        const receptor = receptorOf(recipient);
        const answer = await kavenegar.operate(
          (sdk, done) => sdk.VerifyLookup({ receptor, template, token: code, type: "call" }, done),
          deadline,
        );
        return resultOf(answer);
      },
    };
  },
});
