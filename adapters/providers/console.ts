/** `console`: shows the code at the terminal and in the development inbox instead of sending it. Refused in production. */
import { Type } from "@sinclair/typebox";
import { renderText } from "./_kit/message-text.ts";
import { defineProvider } from "./_kit/plugin.ts";

export default defineProvider({
  api: 1,
  channels: ["sms", "call", "messenger"],
  developmentOnly: true,
  options: Type.Object({}, { additionalProperties: false }),
  create: (_options, { clock, print, keep }) => ({
    async deliver(message) {
      const { recipient, code, channel, verificationId, expiresAt } = message;
      const sentAt = clock.now();
      print(
        box([`Ramz  ${channel} to ${recipient}`, `code  ${code}`, `good for ${seconds(expiresAt - sentAt)}`]),
      );
      const text = renderText(message, {}, sentAt);
      keep({ to: recipient, code, channel, verificationId, sentAt, expiresAt, text });
      return { outcome: "accepted" };
    },
  }),
});

/** Left-to-right isolate around each line, so that a right-to-left terminal does not reorder number and code. */
const ISOLATE = "\u2066";
const POP = "\u2069";

function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const rule = "─".repeat(width + 2);
  const body = lines.map((line) => `${ISOLATE}│ ${line.padEnd(width)} │${POP}`);
  return [`${ISOLATE}╭${rule}╮${POP}`, ...body, `${ISOLATE}╰${rule}╯${POP}`].join("\n");
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
