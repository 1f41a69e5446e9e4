/** The simulated vendor's API: the key, then the method, then the answer. No network. */
import { isObject, type JsonObject } from "../../_kit/json-values.ts";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import { createOutbox, type Outbox } from "../../_simulator/outbox.ts";
import type { SimulatedVendor } from "../../_simulator/vendor.ts";
import type { AccountOptions } from "./api.ts";
import { otpOrder, type Order, parametersOf, singleOrder } from "./send-rules.ts";

export interface VendorRequest {
  readonly verb: string;
  readonly key: string;
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Account {
  readonly options: AccountOptions;
  readonly outbox: Outbox;
}

const SENDS: Readonly<Record<string, (body: JsonObject, rules: AccountOptions) => Order>> = {
  SendOtpSMS: otpOrder,
  SendSingleSMS: singleOrder,
};

const READS: Readonly<Record<string, (request: VendorRequest, account: Account) => VendorReply>> = {
  CheckSmsStatus: statuses,
  GetAccountInformation: (_request, { options, outbox }) =>
    success({
      credit: outbox.credit(),
      expireDate: new Date(options.expiresAt).toISOString(),
      plan: "Professional",
    }),
  GetOtpTemplateParameters: templateParameters,
};

/** The methods it has. */
export const METHODS: readonly string[] = [...Object.keys(SENDS), ...Object.keys(READS)];

const FIRST_ID = 700_123_456;
/** The vendor publishes no table of states; this one stands for a message that arrived. */
const SENT = 1;

export function createVendor(options: AccountOptions): SimulatedVendor<VendorRequest> {
  const { creditRial: credit, costRial: cost, now, onMessage } = options;
  const outbox = createOutbox({ credit, cost, firstId: FIRST_ID, now, onMessage });
  const account: Account = { options, outbox };
  return {
    delivered: outbox.delivered,
    answer(request) {
      const { verb, key, method } = request;
      if (!options.keys.includes(key)) return refusal(401);
      if (!options.ipIsAllowed) return refusal(416);
      if (verb === "POST" && Object.hasOwn(SENDS, method)) return send(request, account);
      const read = verb === "GET" && Object.hasOwn(READS, method) ? READS[method] : undefined;
      return read?.(request, account) ?? { httpStatus: 404, body: "" };
    },
  };
}

function send({ method, body }: VendorRequest, { options, outbox }: Account): VendorReply {
  const orderOf = SENDS[method];
  if (orderOf === undefined || !isObject(body)) return refusal(400);
  const order = orderOf(body, options);
  if (order.kind === "refused") return refusal(order.code);
  const messages = order.messages.map(({ reference: _reference, ...message }) => message);
  const sent = outbox.send(messages);
  if (sent === null) return refusal(418);
  const items = order.messages.map(({ to, text, reference }, index) => {
    const { messageId, cost } = sent[index] ?? { messageId: 0, cost: 0 };
    return {
      messageBody: text,
      receptor: to,
      cost,
      messageId: String(messageId),
      clientReferenceId: reference,
      sendDate: new Date(options.now()).toISOString(),
    };
  });
  if (method === "SendSingleSMS") return success(items[0]);
  return success({ items, totalCost: items.reduce((sum, { cost }) => sum + cost, 0) });
}

function statuses({ query }: VendorRequest, { outbox }: Account): VendorReply {
  const ids = (query["Ids"] ?? "").split(",").filter((id) => id !== "");
  if (ids.length === 0) return refusal(400);
  const items = ids.flatMap((messageId) => {
    const message = outbox.find(messageId);
    if (message === undefined) return [];
    const { text, to, sender, at } = message;
    const sendDate = new Date(at).toISOString();
    return [{ messageId, message: text, lineNumber: sender, receptor: to, status: SENT, price: 0, sendDate }];
  });
  return success({ items });
}

function templateParameters({ query }: VendorRequest, { options }: Account): VendorReply {
  const template = options.templates.find(({ name }) => name === query["templateName"]);
  if (template === undefined || !template.isApproved) return refusal(428);
  return success({ params: parametersOf(template.text).map((param) => ({ param })) });
}

function success(data: unknown): VendorReply {
  return { httpStatus: 200, body: { isSuccess: true, statusCode: 200, message: "با موفقیت انجام شد", data } };
}

/** The HTTP status of refusals is not documented; here it is the code, where HTTP has it. */
export function refusal(statusCode: number): VendorReply {
  const httpStatus = statusCode >= 400 && statusCode <= 599 ? statusCode : 400;
  return { httpStatus, body: { isSuccess: false, statusCode, message: "عملیات ناموفق بود", data: null } };
}
