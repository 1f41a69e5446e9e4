/** The simulated account: what it owns, its settings, and the answers about both. */
import { type Params, plainLine } from "./fields.ts";
import type { Inbox } from "./inbox.ts";
import type { Outbox } from "./outbox.ts";
import type { SimulatedTemplate } from "./send-rules.ts";

/** Only `status` 200 has entries. */
export interface Reply {
  readonly status: number;
  readonly entries: unknown;
  readonly metadata?: unknown;
}

export interface Account {
  readonly templates: readonly SimulatedTemplate[];
  /** Lines of the account. */
  readonly senders: readonly string[];
  readonly tags: readonly string[];
  /** Whether the account lists this caller's IP address, which reading sent texts needs. */
  readonly ipIsRegistered: boolean;
  readonly costRial: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly now: () => number;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  settings: Settings;
}

/** As `account/config` answers them: all are texts. */
export interface Settings {
  readonly apilogs: string;
  readonly dailyreport: string;
  readonly debugmode: string;
  readonly defaultsender: string;
  readonly mincreditalarm: string;
  readonly resendfailed: string;
}

export function success(entries: unknown): Reply {
  return { status: 200, entries };
}

export function refusal(status: number): Reply {
  return { status, entries: null };
}

export function info(_params: Params, { outbox, expiresAt }: Account): Reply {
  return success({
    remaincredit: outbox.creditRial(),
    expiredate: Math.floor(expiresAt / 1000),
    type: "master",
  });
}

/** The settings; those that the request names are changed first. */
export function config(params: Params, account: Account): Reply {
  const { settings, senders } = account;
  const given = (name: keyof Settings) => (params[name] === "" ? undefined : params[name]);
  const line = given("defaultsender");
  if (line !== undefined && !senders.includes(plainLine(line))) return refusal(412);
  account.settings = {
    apilogs: given("apilogs") ?? settings.apilogs,
    dailyreport: given("dailyreport") ?? settings.dailyreport,
    debugmode: given("debugmode") ?? settings.debugmode,
    defaultsender: line === undefined ? settings.defaultsender : plainLine(line),
    mincreditalarm: given("mincreditalarm") ?? settings.mincreditalarm,
    resendfailed: given("resendfailed") ?? settings.resendfailed,
  };
  return success(account.settings);
}

const TEMPLATES_PER_PAGE = 200;

export function templateList({ page = "1" }: Params, { templates }: Account): Reply {
  const from = (Number(page) - 1) * TEMPLATES_PER_PAGE;
  return success(templates.slice(from, from + TEMPLATES_PER_PAGE).map(templateRecord));
}

/** Mixed case on purpose: the vendor mixes it as well. */
function templateRecord({ name, text, state }: SimulatedTemplate, index: number) {
  return {
    id: 77 + index,
    name,
    approvalStatus: state,
    sendPriority: "SMS",
    smsmessage: text,
    callMessage: text,
  };
}
