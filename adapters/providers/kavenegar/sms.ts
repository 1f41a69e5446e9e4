/** `kavenegar/sms`: plain text over a line of the account, by default its default line. Needs no template, but phones that block advertising do not get it. */
import { createHash } from "node:crypto";
import { Type } from "@sinclair/typebox";
import type { DeliveryMessage, DeliveryResult } from "../../../domain/delivery/provider.ts";
import { defineProvider } from "../_kit/plugin.ts";
import { TEXT_OPTIONS, renderText } from "../_kit/message-text.ts";
import { checkTexts } from "../_kit/text-problems.ts";
import { CONNECTION_ENV, CONNECTION_OPTIONS, connect } from "./_api/client.ts";
import { explain } from "./_api/meanings.ts";
import { examineAccount } from "./_checks/account.ts";
import { examineLine, TEXTS_ARE_VALID } from "./_checks/sender-line.ts";
import { lineIn, receptorOf, resultOfAnswer } from "./_api/delivery-result.ts";
import { receiptsOf } from "./_api/receipts.ts";
import { toolsOf } from "./_checks/tools.ts";
import type { EpochMs } from "../../../domain/time.ts";

const options = Type.Object(
  {
    ...CONNECTION_OPTIONS,
    sender: Type.Optional(
      Type.String({
        pattern: "^[+0-9]+$",
        description:
          "A line of this account, from https://panel.kavenegar.com/client/sms/line; without it the account's default line.",
      }),
    ),
    ...TEXT_OPTIONS,
  },
  { additionalProperties: false },
);

export default defineProvider({
  api: 1,
  channels: ["sms"],
  options,
  env: { ...CONNECTION_ENV, sender: "KAVENEGAR_SENDER" },
  secrets: ["apiKey"],

  create({ sender, texts, webDomain, androidHash, creditAlarmRial, ...connection }, host) {
    const kavenegar = connect(connection, host);
    const style = { texts, webDomain, androidHash };
    checkTexts(style, host.codeLength);

    async function send(message: DeliveryMessage, deadline: EpochMs): Promise<DeliveryResult> {
      const request = {
        receptor: receptorOf(message.recipient),
        ...(sender !== undefined && { sender }),
        message: renderText(message, style, host.clock.now()),
        localid: localIdOf(message.attemptId),
      };
      const answer = await kavenegar.operate((sdk, done) => sdk.Send(request, done), deadline);
      const line = sender ?? lineIn(answer) ?? "the account's default";
      return { ...resultOfAnswer(answer), sentWith: { kind: "line", name: line } };
    }

    return {
      account: kavenegar.account,
      explain,
      ...receiptsOf(kavenegar),
      tools: toolsOf(kavenegar),
      examine: (deadline) =>
        examineAccount(kavenegar, host.clock, creditAlarmRial, deadline, async (settings) => [
          examineLine(sender, settings),
          TEXTS_ARE_VALID,
        ]),
      async deliver(message, deadline) {
        const first = await send(message, deadline);
        if (first.outcome !== "unknown" || first.messageId !== undefined) return first;
        // Safe to repeat: for a known `localid` the vendor answers the old record instead of sending again.
        const again = await send(message, deadline);
        return again.outcome === "accepted" ? again : first;
      },
    };
  },
});

/**
 * A positive 63-bit number (the vendor's type is a long), the same for the same attempt. Two attempts with one number would lose a
 * message; among ten million attempts the probability is 1 in 180,000 with 63 bits, and 1 in 180 with 53.
 */
export function localIdOf(attemptId: string): string {
  const hash = createHash("sha256").update(attemptId).digest().readBigUInt64BE();
  return String(BigInt.asUintN(63, hash) || 1n);
}
