/** Providers for three vendors as one would write them in TypeScript: they make the calls that the recipes of these vendors make. */
import { renderText } from "../../adapters/providers/_kit/message-text.ts";
import type { HttpAnswer, HttpCall } from "../../adapters/providers/_kit/http-exchange.ts";
import type { ProviderHost, ProviderInstance } from "../../adapters/providers/_kit/plugin.ts";
import type { DeliveryMessage, DeliveryResult } from "../../domain/delivery/provider.ts";

export interface ByHand {
  /** The recipe of the same vendor. */
  readonly recipe: string;
  readonly options: Readonly<Record<string, string | number>>;
  /** What the vendor answers. */
  readonly status: number;
  readonly body: string;
  readonly create: (host: ProviderHost) => ProviderInstance;
}

const JSON_HEADERS = { accept: "application/json", "content-type": "application/json" };
const FORM_HEADERS = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };

export const BY_HAND: readonly ByHand[] = [
  {
    recipe: "melipayamak",
    options: { token: "its-token", body_id: 12 },
    status: 200,
    body: '{"recId": 5741852963, "status": ""}',
    create: sending(
      ({ recipient, code }) => ({
        method: "POST",
        url: `https://console.melipayamak.com/api/send/shared/${encodeURIComponent("its-token")}`,
        headers: JSON_HEADERS,
        body: JSON.stringify({ bodyId: 12, to: `0${recipient.slice(3)}`, args: [code] }),
      }),
      (answer) => (Number(answer["recId"]) > 0 ? String(answer["recId"]) : null),
    ),
  },
  {
    recipe: "bale",
    options: { api_key: "its-key", bot_id: 7 },
    status: 200,
    body: '{"message_id": "BvQj.1694.2", "error_data": null}',
    create: sending(
      ({ recipient, code, attemptId }) => ({
        method: "POST",
        url: "https://safir.bale.ai/api/v3/send_message",
        headers: { ...JSON_HEADERS, "api-access-key": "its-key" },
        body: JSON.stringify({
          request_id: Bun.randomUUIDv5(attemptId, "url"),
          bot_id: 7,
          phone_number: recipient.slice(1),
          message_data: { otp_message: { otp: code } },
        }),
      }),
      (answer) => textOf(answer["message_id"]),
    ),
  },
  {
    recipe: "twilio",
    options: { account_sid: "its-account", auth_token: "its-token", from: "+15005550006" },
    status: 201,
    body: '{"sid": "SM1", "status": "queued", "error_code": null}',
    create: sending(
      (message, now) => ({
        method: "POST",
        url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent("its-account")}/Messages.json`,
        headers: {
          ...FORM_HEADERS,
          authorization: `Basic ${Buffer.from("its-account:its-token").toString("base64")}`,
        },
        body: new URLSearchParams({
          To: message.recipient,
          From: "+15005550006",
          Body: renderText(message, {}, now),
          ValidityPeriod: String(Math.floor((message.expiresAt - now) / 1_000)),
          ProvideFeedback: "true",
        }).toString(),
      }),
      (answer) => textOf(answer["sid"]),
    ),
  },
];

/** `idOf` finds the id of an accepted message; null when it was not accepted. */
function sending(
  call: (message: DeliveryMessage, now: number) => HttpCall,
  idOf: (answer: Readonly<Record<string, unknown>>) => string | null,
): (host: ProviderHost) => ProviderInstance {
  return (host) => ({
    deliver: async (message, deadline) =>
      resultOf(await host.exchange(call(message, host.clock.now()), deadline), idOf),
  });
}

function textOf(id: unknown): string | null {
  return typeof id === "string" && id !== "" ? id : null;
}

function resultOf(
  answer: HttpAnswer,
  idOf: (answer: Readonly<Record<string, unknown>>) => string | null,
): DeliveryResult {
  if (answer.kind === "failed") return answer.result;
  if (answer.status >= 300) return { outcome: "unknown", reason: "vendor_fault" };
  const messageId = idOf(JSON.parse(answer.text));
  return messageId === null
    ? { outcome: "unknown", reason: "answer_unreadable" }
    : { outcome: "accepted", messageId };
}
