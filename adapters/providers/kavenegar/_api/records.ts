/** Reads of the account, its settings and its templates. Nothing is sent, nothing is charged. */
import type { Finding } from "../../_kit/plugin.ts";
import { type Entry, wholeNumber } from "./envelope.ts";
import type { Answer, Kavenegar } from "./client.ts";
import { meaningOfEnvelope, meaningOfFinding, meaningOfHttp } from "./meanings.ts";
import type { Meaning } from "./envelope-codes.ts";
import type { EpochMs } from "../../../../domain/time.ts";

/** What was read, or why it could not be, in words. */
export type Look<T> =
  | { readonly kind: "seen"; readonly value: T }
  | { readonly kind: "failed"; readonly detail: string; readonly remedy: string };

export interface Account {
  readonly creditRial: number | null;
  readonly expiresAt: EpochMs | null;
  /** `master`, or `child` of another account. */
  readonly type: string;
}

export interface Settings {
  readonly apiLogs: string;
  readonly debugMode: string;
  readonly defaultSender: string;
  readonly creditAlarmRial: number | null;
}

export interface Template {
  readonly name: string;
  /** `Approved`, `PendingReview` or `Rejected`. */
  readonly approval: string;
  readonly sms: string;
  readonly call: string;
}

/** The vendor's clock, asked without a key: it also proves the way there. */
export async function readClock(kavenegar: Kavenegar, deadline: EpochMs): Promise<Look<EpochMs>> {
  const seen = entriesOf(await kavenegar.look("utils/getdate", {}, { deadline, anonymous: true }));
  if (seen.kind === "failed") return seen;
  const seconds = wholeNumber(seen.value[0]?.["unixtime"]);
  return seconds === null ? failed(meaningOfFinding("answer_unreadable"), "") : found(seconds * 1000);
}

export async function readAccount(kavenegar: Kavenegar, deadline: EpochMs): Promise<Look<Account>> {
  const seen = entriesOf(await kavenegar.operate((sdk, done) => sdk.AccountInfo({}, done), deadline));
  if (seen.kind === "failed") return seen;
  const entry = seen.value[0] ?? {};
  const seconds = wholeNumber(entry["expiredate"]);
  return found({
    creditRial: wholeNumber(entry["remaincredit"]),
    expiresAt: seconds === null ? null : seconds * 1000,
    type: textOf(entry["type"]),
  });
}

export async function readSettings(kavenegar: Kavenegar, deadline: EpochMs): Promise<Look<Settings>> {
  // Without a parameter the vendor reads its settings out; with one it would change them.
  const seen = entriesOf(await kavenegar.request("account", "config", {}, deadline));
  if (seen.kind === "failed") return seen;
  const entry = seen.value[0] ?? {};
  return found({
    apiLogs: textOf(entry["apilogs"]),
    debugMode: textOf(entry["debugmode"]),
    defaultSender: textOf(entry["defaultsender"]),
    creditAlarmRial: wholeNumber(entry["mincreditalarm"]),
  });
}

/** Of 200 templates each. An account with more is not examined further. */
const PAGES_MAX = 10;

/** Every template, page by page until one brings nothing new; its size is the vendor's business. */
export async function readTemplates(
  kavenegar: Kavenegar,
  deadline: EpochMs,
): Promise<Look<readonly Template[]>> {
  const templates = new Map<string, Template>();
  for (let page = 1; page <= PAGES_MAX; page++) {
    const answer = await kavenegar.look("verify/templatelist", { page: String(page) }, { deadline });
    const seen = entriesOf(answer);
    if (seen.kind === "failed") {
      // A refusal of a later page is an end of the list too.
      if (page > 1 && answer.kind === "envelope") break;
      return seen;
    }
    const before = templates.size;
    for (const template of seen.value.map(templateOf)) templates.set(template.name, template);
    if (templates.size === before) break;
  }
  return found([...templates.values()]);
}

function templateOf(entry: Entry): Template {
  return {
    name: textOf(entry["name"]),
    approval: textOf(entry["approvalstatus"]),
    sms: textOf(entry["smsmessage"]),
    call: textOf(entry["callmessage"]),
  };
}

function entriesOf(answer: Answer): Look<readonly Entry[]> {
  switch (answer.kind) {
    case "failed":
      return failed(meaningOfFinding(answer.finding), "");
    case "no_envelope":
      return failed(meaningOfHttp(answer.httpStatus), ` (HTTP ${answer.httpStatus})`);
    case "envelope": {
      const { status, entries } = answer.envelope;
      return status === 200 ? found(entries) : failed(meaningOfEnvelope(status), ` (${status})`);
    }
  }
}

/** Nothing is sent by a look, so what a meaning says about a message is left out. */
function failed({ means, remedy }: Meaning, code: string): Extract<Look<never>, { kind: "failed" }> {
  const detail = means.en.replace("; the message may have gone out", "");
  return { kind: "failed", detail: detail.replace(/\.$/, `${code}.`), remedy: remedy.en };
}

export function findingOf(
  level: "warning" | "problem",
  subject: string,
  { detail, remedy }: Extract<Look<never>, { kind: "failed" }>,
): Finding {
  return { level, subject, detail, remedy };
}

function found<T>(value: T): Look<T> {
  return { kind: "seen", value };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
