/** The simulated vendor's API: checks the key, then answers the method. No network. */
import { type Entry, type OutboxMessage, type PostOptions, createPost, stateOf } from "./outbox.ts";
import {
  type Judgement,
  type Params,
  type SimulatedTemplate,
  judgeLookup,
  judgeSend,
  listOf,
} from "./rules.ts";

/** The methods it has. */
export const METHODS = [
  "verify/lookup",
  "verify/templatelist",
  "sms/send",
  "sms/status",
  "sms/statuslocalmessageid",
  "account/info",
  "account/config",
  "utils/getdate",
] as const;

export interface VendorOptions extends PostOptions {
  readonly keys: readonly string[];
  /** Keys of disabled accounts, answered with 401. */
  readonly disabledKeys: readonly string[];
  readonly templates: readonly SimulatedTemplate[];
  readonly senders: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Only `status` 200 has entries. */
export interface Reply {
  readonly status: number;
  readonly entries: unknown;
}

export interface Vendor {
  readonly outbox: readonly OutboxMessage[];
  /** `method` is written like `verify/lookup`. */
  answer(key: string, method: string, params: Params): Reply;
}

export function createVendor(options: VendorOptions): Vendor {
  const post = createPost(options);

  function carryOut(judgement: Judgement): Reply {
    if (judgement.kind === "refused") return refusal(judgement.code);
    const entries = post.carryOut(judgement);
    return entries === null ? refusal(418) : success(entries);
  }

  function localStatus(localid: string): Readonly<Record<string, unknown>> {
    const entry = post.byLocalId(localid);
    return { messageid: entry?.messageid ?? 0, localid, ...knownState(entry) };
  }

  function answerOwner(method: string, params: Params): Reply {
    switch (method) {
      case "verify/lookup":
        return carryOut(judgeLookup(params, options.templates));
      case "sms/send":
        return carryOut(judgeSend(params, options.senders));
      case "sms/status":
        return success(
          listOf(params["messageid"]).map((id) => ({ messageid: Number(id), ...knownState(post.byId(id)) })),
        );
      case "sms/statuslocalmessageid":
        return success(listOf(params["localid"]).map(localStatus));
      case "account/info":
        return success({
          remaincredit: post.creditRial(),
          expiredate: Math.floor(options.expiresAt / 1000),
          type: "master",
        });
      case "account/config":
        return success(configRecord(options));
      case "verify/templatelist":
        return success(pageOf(options.templates, params["page"]).map(templateRecord));
      default:
        return refusal(404);
    }
  }

  return {
    outbox: post.outbox,
    answer(key, method, params) {
      // Accepts any key, including `0`, so that the route can be checked without an account.
      if (method === "utils/getdate") return success(dateRecord(new Date(options.now())));
      if (options.disabledKeys.includes(key)) return refusal(401);
      return options.keys.includes(key) ? answerOwner(method, params) : refusal(403);
    },
  };
}

function success(entries: unknown): Reply {
  return { status: 200, entries };
}

function refusal(status: number): Reply {
  return { status, entries: null };
}

/** 100 means that the id is unknown. */
function knownState(entry: Entry | undefined): Pick<Entry, "status" | "statustext"> {
  return stateOf(entry?.status ?? 100);
}

function configRecord({ debugMode, senders }: VendorOptions): Readonly<Record<string, string>> {
  return {
    apilogs: "justfaults",
    dailyreport: "disabled",
    debugmode: debugMode ? "enabled" : "disabled",
    defaultsender: senders[0] ?? "",
    mincreditalarm: "50000",
    resendfailed: "true",
  };
}

const TEMPLATES_PER_PAGE = 200;

function pageOf(templates: readonly SimulatedTemplate[], page = "1"): readonly SimulatedTemplate[] {
  const from = (Number(page) - 1) * TEMPLATES_PER_PAGE;
  return templates.slice(from, from + TEMPLATES_PER_PAGE);
}

/** Mixed case on purpose: the vendor mixes it as well. */
function templateRecord(
  { name, text, state }: SimulatedTemplate,
  index: number,
): Readonly<Record<string, unknown>> {
  return {
    id: 77 + index,
    name,
    approvalStatus: state,
    sendPriority: "SMS",
    smsmessage: text,
    callMessage: text,
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
