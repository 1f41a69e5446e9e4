/** The simulated vendor's API: the key, then the method, then the answer. No network. */
import { isObject, type JsonObject } from "../../_kit/json-values.ts";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import { createOutbox, type Outbox } from "../../_simulator/outbox.ts";
import type { SimulatedVendor } from "../../_simulator/vendor.ts";
import type { AccountOptions } from "./api.ts";
import { bulkOrder, likeToLikeOrder, type Order, verifyOrder } from "./send-rules.ts";
import { statusText } from "./vendor-texts.ts";

export interface VendorRequest {
  readonly verb: string;
  readonly key: string;
  readonly method: string;
  /** Of `GET /send/{messageId}`. */
  readonly messageId: string;
  readonly body: unknown;
}

const SENDS: Readonly<Record<string, (body: JsonObject, rules: AccountOptions) => Order>> = {
  "send/verify": verifyOrder,
  "send/bulk": bulkOrder,
  "send/likeToLike": likeToLikeOrder,
};

const READS: Readonly<Record<string, (account: Account) => VendorReply>> = {
  credit: ({ outbox }) => success(outbox.credit()),
  line: ({ options }) => success(options.lines.map(({ number }) => Number(number))),
};

/** The methods it has. `send` is the report of one message. */
export const METHODS: readonly string[] = [...Object.keys(SENDS), "send", ...Object.keys(READS)];

interface Account {
  readonly options: AccountOptions;
  readonly outbox: Outbox;
}

const FIRST_ID = 89_545_112;

export function createVendor(options: AccountOptions): SimulatedVendor<VendorRequest> {
  const account = { options, outbox: createOutbox({ ...options, cost: 1, firstId: FIRST_ID }) };
  return {
    delivered: account.outbox.delivered,
    answer(request) {
      const fault = keyFault(request.key, options);
      if (fault !== null) return refusal(fault);
      const { verb, method } = request;
      if (verb === "POST" && Object.hasOwn(SENDS, method)) return send(request, account);
      if (verb === "GET" && method === "send") return report(request, account);
      const read = verb === "GET" && Object.hasOwn(READS, method) ? READS[method] : undefined;
      return read?.(account) ?? { httpStatus: 404, body: "" };
    },
  };
}

function keyFault(key: string, { keys, disabledKeys, ipIsAllowed }: AccountOptions): number | null {
  if (disabledKeys.includes(key)) return 11;
  if (!keys.includes(key)) return 10;
  return ipIsAllowed ? null : 12;
}

function send({ method, body }: VendorRequest, { options, outbox }: Account): VendorReply {
  const orderOf = SENDS[method];
  if (orderOf === undefined || !isObject(body)) return refusal(16);
  const order = orderOf(body, options);
  if (order.kind === "refused") return refusal(order.code);
  const sent = outbox.send(order.messages);
  if (sent === null) return refusal(102);
  const messageIds = sent.map(({ messageId }) => messageId);
  const cost = sent.reduce((sum, one) => sum + one.cost, 0);
  if (method === "send/verify") return success({ messageId: messageIds[0], cost });
  return success({ packId: Bun.randomUUIDv5(messageIds.join(), "url"), messageIds, cost });
}

const DELIVERED = 1;

function report({ messageId }: VendorRequest, { outbox }: Account): VendorReply {
  const message = outbox.find(messageId);
  if (message === undefined) return refusal(112);
  const seconds = Math.floor(message.at / 1000);
  return success({
    messageId: Number(messageId),
    mobile: Number(`98${message.to.slice(1)}`),
    messageText: message.text,
    sendDateTime: seconds,
    lineNumber: Number(message.sender),
    cost: 1,
    deliveryState: DELIVERED,
    deliveryDateTime: seconds,
  });
}

function success(data: unknown): VendorReply {
  return { httpStatus: 200, body: { status: 1, message: statusText(1), data } };
}

/** Business errors come with HTTP 400, those of the key with 401. */
export function refusal(status: number): VendorReply {
  return { httpStatus: httpStatusOf(status), body: { status, message: statusText(status), data: null } };
}

function httpStatusOf(status: number): number {
  if (status === 0) return 500;
  if (status === 20) return 429;
  return status >= 10 && status <= 15 ? 401 : 400;
}
