/** The simulated vendor's API: the method, then the key, then the answer. No network. */
import type { PhoneMessage, SimulatedAccount } from "../../_simulator/api.ts";
import { type Account, config, info, refusal, type Reply, success, templateList } from "./account.ts";
import type { Field, Params } from "./fields.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { countInbox, inboxPaged, receive } from "./inbox-reports.ts";
import { createOutbox, type Order, type Outbox, type OutboxOptions } from "./outbox.ts";
import {
  cancel,
  countOutbox,
  latestOutbox,
  select,
  selectOutbox,
  status,
  statusByLocalId,
  statusByReceptor,
} from "./outbox-reports.ts";
import {
  callOrder,
  lookupOrder,
  sendArrayOrder,
  type Sending,
  sendOrder,
  type SimulatedTemplate,
} from "./send-rules.ts";

type Handler = (params: Params, account: Account) => Reply;

const HANDLERS: Readonly<Record<string, Handler>> = {
  "verify/lookup": sending(lookupOrder),
  "verify/templatelist": templateList,
  "sms/send": sending(sendOrder),
  "sms/sendarray": sending(sendArrayOrder),
  "sms/status": status,
  "sms/statuslocalmessageid": statusByLocalId,
  "sms/statusbyreceptor": statusByReceptor,
  "sms/select": select,
  "sms/selectoutbox": selectOutbox,
  "sms/latestoutbox": latestOutbox,
  "sms/countoutbox": countOutbox,
  "sms/cancel": cancel,
  "sms/receive": receive,
  "sms/inboxpaged": inboxPaged,
  "sms/countinbox": countInbox,
  "call/maketts": sending(callOrder),
  "account/info": info,
  "account/config": config,
  "utils/getdate": (_params, { now }) => success(dateRecord(new Date(now()))),
};

/** Accepts any key, including `0`, so that the route can be checked without an account. */
const OPEN_TO_ALL = "utils/getdate";
const POST_ONLY = "sms/sendarray";

/** The methods it has. */
export const METHODS: readonly string[] = Object.keys(HANDLERS);

export interface VendorOptions extends OutboxOptions, SimulatedAccount {
  /** Keys of disabled accounts, answered with 401. */
  readonly disabledKeys: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  /** Lines of the account; the first is its default line. */
  readonly senders: readonly string[];
  readonly tags: readonly string[];
  readonly ipIsRegistered: boolean;
  /** Answers as usual, but sends and charges nothing. */
  readonly debugMode: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface VendorCall {
  readonly verb: string;
  readonly key: string;
  /** Written like `verify/lookup`. */
  readonly method: string;
  readonly params: Params;
}

export interface Vendor {
  /** The messages that reached a phone, oldest first. */
  readonly delivered: readonly PhoneMessage[];
  readonly inbox: Inbox;
  readonly report: Outbox["report"];
  answer(call: VendorCall): Reply;
}

export function createVendor(options: VendorOptions): Vendor {
  const { keys, disabledKeys, senders, debugMode, now } = options;
  const account: Account = {
    ...options,
    outbox: createOutbox(options),
    inbox: createInbox(now),
    settings: {
      apilogs: "justfaults",
      dailyreport: "disabled",
      debugmode: debugMode ? "enabled" : "disabled",
      defaultsender: senders[0] ?? "",
      mincreditalarm: "50000",
      resendfailed: "true",
    },
  };

  return {
    delivered: account.outbox.delivered,
    inbox: account.inbox,
    report: account.outbox.report,
    answer({ verb, key, method, params }) {
      const handler = Object.hasOwn(HANDLERS, method) ? HANDLERS[method] : undefined;
      if (handler === undefined) return refusal(404);
      if (verb !== "POST" && (verb !== "GET" || method === POST_ONLY)) return refusal(405);
      if (method !== OPEN_TO_ALL && disabledKeys.includes(key)) return refusal(401);
      if (method !== OPEN_TO_ALL && !keys.includes(key)) return refusal(403);
      account.outbox.deliverDue();
      return handler(params, account);
    },
  };
}

/** The handler of a method that sends by these rules. */
function sending(orderOf: (params: Params, sending: Sending) => Field<Order>): Handler {
  return (params, account) => {
    const { settings, now, outbox } = account;
    const order = orderOf(params, { ...account, defaultSender: settings.defaultsender, now: now() });
    if (order.kind === "refused") return refusal(order.code);
    const entries = outbox.send(order.value, settings.debugmode === "enabled");
    return entries === null ? refusal(418) : success(entries);
  };
}

function dateRecord(now: Date): Readonly<Record<string, unknown>> {
  return {
    datetime: now.toISOString(),
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    day: now.getUTCDate(),
    hour: now.getUTCHours(),
    minute: now.getUTCMinutes(),
    second: now.getUTCSeconds(),
    unixtime: Math.floor(now.getTime() / 1000),
  };
}
