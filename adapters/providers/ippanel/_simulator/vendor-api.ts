/** The simulated vendor's API: the key, then the method, then the answer. No network. */
import { isObject, textOf } from "../../_kit/json-values.ts";
import type { VendorReply } from "../../_simulator/behaviour.ts";
import { createOutbox, type Outbox, type Outgoing } from "../../_simulator/outbox.ts";
import type { SimulatedVendor } from "../../_simulator/vendor.ts";
import type { AccountOptions, SimulatedPattern } from "./api.ts";

export interface VendorRequest {
  readonly verb: string;
  readonly key: string;
  readonly method: string;
  /** What follows the method in the path, e.g. a pattern's code. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Of a refusal: the code of a wrong key, or the name of a wrong field. */
export const FAULTS = ["400-1", "from_number", "code", "params", "recipients", "credit"] as const;
export type Fault = (typeof FAULTS)[number];

export const METHODS: readonly string[] = ["send", "patterns", "payment/credit/mine", "report/recipients"];

const FIRST_ID = 1_123_544;
const DELIVERED = "2";

export function createVendor(options: AccountOptions): SimulatedVendor<VendorRequest> {
  const { creditRial: credit, costRial: cost, now, onMessage } = options;
  const outbox = createOutbox({ credit, cost, firstId: FIRST_ID, now, onMessage });
  return {
    delivered: outbox.delivered,
    answer(request) {
      if (!options.keys.includes(request.key)) return refusal("400-1");
      switch (`${request.verb} ${request.method}`) {
        case "POST send":
          return send(request.body, options, outbox);
        case "GET patterns":
          return pattern(request.id, options);
        case "GET payment/credit/mine":
          return success({ credit: outbox.credit() + 0.5 });
        case "GET report/recipients":
          return report(request.query["bulk_id"] ?? "", outbox);
        default:
          return { httpStatus: 404, body: "" };
      }
    },
  };
}

function send(body: unknown, { patterns, lines }: AccountOptions, outbox: Outbox): VendorReply {
  if (!isObject(body) || body["sending_type"] !== "pattern") return refusal("params");
  const { from_number: from, code, recipients, params } = body;
  if (!lines.includes(textOf(from))) return refusal("from_number");
  const found = patterns.find((one) => one.code === code && one.status === "active");
  if (found === undefined) return refusal("code");
  const [to, ...more] = Array.isArray(recipients) ? recipients.map(textOf) : [];
  if (to === undefined || more.length > 0 || !/^\+[1-9][0-9]{7,14}$/.test(to)) return refusal("recipients");
  const values = new Map(Object.entries(isObject(params) ? params : {}).map(([k, v]) => [k, textOf(v)]));
  const names = variablesOf(found);
  if (names.some((name) => !values.has(name))) return refusal("params");
  const text = found.text.replaceAll(/%(\w+)%/g, (_, name: string) => values.get(name) ?? "");
  const value = values.get(names[0] ?? "") ?? "";
  const message: Outgoing = {
    to,
    text,
    code: value,
    sender: textOf(from),
    channel: "sms",
    method: "send",
  };
  // A longer value is accepted, and the message waits for a person's review.
  if (value.length > found.length) return success({ message_outbox_ids: [FIRST_ID - 1] });
  const sent = outbox.send([message]);
  return sent === null
    ? refusal("credit")
    : success({ message_outbox_ids: sent.map(({ messageId }) => messageId) });
}

function pattern(code: string, { patterns }: AccountOptions): VendorReply {
  const found = patterns.find((one) => one.code === code);
  if (found === undefined) return refusal("code");
  return success({
    pattern_status: found.status,
    pattern_message: found.text,
    variable: variablesOf(found).map((name) => ({ name, type: "integer", len: found.length })),
    delimiter: "%",
  });
}

function report(messageId: string, outbox: Outbox): VendorReply {
  const message = outbox.find(messageId);
  return success(message === undefined ? [] : [{ recipient: message.to, message_status: DELIVERED }]);
}

function variablesOf({ text }: SimulatedPattern): readonly string[] {
  return [...text.matchAll(/%(\w+)%/g)].map(([, name = ""]) => name);
}

function success(data: unknown): VendorReply {
  return {
    httpStatus: 200,
    body: { data, meta: { status: true, message: "انجام شد", message_code: "200-1" } },
  };
}

/** A wrong key is 401; any wrong field is 422, with the field's name. A field that is no field of ours stands for itself. */
export function refusal(fault: string): VendorReply {
  if (fault === "400-1")
    return {
      httpStatus: 401,
      body: { data: null, meta: { status: false, message: "کلید نامعتبر است", message_code: fault } },
    };
  const errors = { [fault]: ["مقدار معتبر نیست"] };
  return {
    httpStatus: 422,
    body: { data: null, meta: { status: false, message: "خطا", message_code: "400-2", errors } },
  };
}
