/** Reads the account, its settings and its templates. Sends nothing and costs nothing. */
import { textOf, wholeNumber } from "../../_kit/json-values.ts";
import { readFailure, type ReadResult } from "../../_kit/read-result.ts";
import type { Entry } from "./envelope.ts";
import type { Answer, Kavenegar } from "./client.ts";
import { meaningOfEnvelope, meaningOfHttp, ownMeaning } from "./meanings.ts";
import type { EpochMs } from "../../../../domain/time.ts";

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

/** The vendor's clock, read without a key: this also proves the route. */
export async function readClock(kavenegar: Kavenegar, deadline: EpochMs): Promise<ReadResult<EpochMs>> {
  const read = entriesOf(await kavenegar.get("utils/getdate", {}, { deadline, anonymous: true }));
  if (read.kind === "failed") return read;
  const seconds = wholeNumber(read.value[0]?.["unixtime"]);
  return seconds === null ? readFailure(ownMeaning("answer_unreadable")) : readResult(seconds * 1000);
}

export async function readAccount(kavenegar: Kavenegar, deadline: EpochMs): Promise<ReadResult<Account>> {
  const read = entriesOf(await kavenegar.operate((sdk, done) => sdk.AccountInfo({}, done), deadline));
  if (read.kind === "failed") return read;
  const entry = read.value[0] ?? {};
  const seconds = wholeNumber(entry["expiredate"]);
  return readResult({
    creditRial: wholeNumber(entry["remaincredit"]),
    expiresAt: seconds === null ? null : seconds * 1000,
    type: textOf(entry["type"]),
  });
}

export async function readSettings(kavenegar: Kavenegar, deadline: EpochMs): Promise<ReadResult<Settings>> {
  // Without a parameter the vendor answers its settings; with one it changes them.
  const read = entriesOf(await kavenegar.post("account/config", {}, deadline));
  if (read.kind === "failed") return read;
  const entry = read.value[0] ?? {};
  return readResult({
    apiLogs: textOf(entry["apilogs"]),
    debugMode: textOf(entry["debugmode"]),
    defaultSender: textOf(entry["defaultsender"]),
    creditAlarmRial: wholeNumber(entry["mincreditalarm"]),
  });
}

/** Of 200 templates each. Templates beyond them are not examined. */
const PAGES_MAX = 10;

/** Every template, page by page until a page has no new one: the size of a page may change. */
export async function readTemplates(
  kavenegar: Kavenegar,
  deadline: EpochMs,
): Promise<ReadResult<readonly Template[]>> {
  const templates = new Map<string, Template>();
  for (let page = 1; page <= PAGES_MAX; page++) {
    const answer = await kavenegar.get("verify/templatelist", { page: String(page) }, { deadline });
    const read = entriesOf(answer);
    if (read.kind === "failed") {
      // A refused later page also ends the list.
      if (page > 1 && answer.kind === "envelope") break;
      return read;
    }
    const before = templates.size;
    for (const template of read.value.map(templateOf)) templates.set(template.name, template);
    if (templates.size === before) break;
  }
  return readResult([...templates.values()]);
}

function templateOf(entry: Entry): Template {
  return {
    name: textOf(entry["name"]),
    approval: textOf(entry["approvalstatus"]),
    sms: textOf(entry["smsmessage"]),
    call: textOf(entry["callmessage"]),
  };
}

function entriesOf(answer: Answer): ReadResult<readonly Entry[]> {
  switch (answer.kind) {
    case "failed":
      return readFailure(ownMeaning(answer.failure));
    case "no_envelope":
      return readFailure(meaningOfHttp(answer.httpStatus), ` (HTTP ${answer.httpStatus})`);
    case "envelope": {
      const { status, entries } = answer.envelope;
      return status === 200 ? readResult(entries) : readFailure(meaningOfEnvelope(status), ` (${status})`);
    }
  }
}

function readResult<T>(value: T): ReadResult<T> {
  return { kind: "read", value };
}
