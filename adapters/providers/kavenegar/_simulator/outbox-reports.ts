/** What the vendor answers about messages that were sent: their state, their texts, their number. */
import { type Account, refusal, type Reply, success } from "./account.ts";
import { listOf, type Params, periodOf, plainLine, plainReceptor } from "./fields.ts";
import { type Entry, type Sent, stateOf } from "./outbox.ts";

const HOUR_MS = 3_600_000;
const IDS_MAX = 500;
const PAGE_MAX = 500;
/** The vendor forgets a message's id after two days, and its local id after half a day. */
const STATUS_MS = 48 * HOUR_MS;
const LOCAL_STATUS_MS = 12 * HOUR_MS;

export function status({ messageid }: Params, account: Account): Reply {
  const ids = listOf(messageid);
  if (ids.length === 0) return refusal(406);
  if (ids.length > IDS_MAX) return refusal(414);
  return success(
    ids.map((id) => {
      const found = account.outbox.all().find(({ entry }) => String(entry.messageid) === id);
      return { messageid: Number(id), ...stateWithin(found, STATUS_MS, account) };
    }),
  );
}

export function statusByLocalId({ localid }: Params, account: Account): Reply {
  const ids = listOf(localid);
  if (ids.length === 0) return refusal(406);
  if (ids.length > IDS_MAX) return refusal(414);
  return success(
    ids.map((id) => {
      const found = account.outbox.all().findLast((sent) => sent.localId === id);
      const state = stateWithin(found, LOCAL_STATUS_MS, account);
      return { messageid: found?.entry.messageid ?? 0, localid: id, ...state };
    }),
  );
}

export function statusByReceptor(params: Params, account: Account): Reply {
  const period = periodOf(params, account.now(), { daysLong: 1, daysBack: 2 });
  if (period.kind === "refused") return refusal(period.code);
  const wanted = plainReceptor(params["receptor"] ?? "");
  const found = within(account, period.value).filter(({ receptor }) => plainReceptor(receptor) === wanted);
  return success(
    found.map(({ receptor, messageid, status: code }) => ({ receptor, messageid, ...stateOf(code) })),
  );
}

export function select({ messageid }: Params, account: Account): Reply {
  if (!account.ipIsRegistered) return refusal(407);
  const ids = listOf(messageid);
  if (ids.length === 0) return refusal(406);
  if (ids.length > IDS_MAX) return refusal(414);
  return success(entriesOf(account).filter((entry) => ids.includes(String(entry.messageid))));
}

export function selectOutbox(params: Params, account: Account): Reply {
  if (!account.ipIsRegistered) return refusal(407);
  const period = periodOf(params, account.now(), { daysLong: 1, daysBack: 4 });
  if (period.kind === "refused") return refusal(period.code);
  return ofLine(params, account, within(account, period.value).slice(0, PAGE_MAX));
}

/** Newest first. */
export function latestOutbox(params: Params, account: Account): Reply {
  if (!account.ipIsRegistered) return refusal(407);
  const size = Number(params["pagesize"] || PAGE_MAX);
  if (!Number.isInteger(size) || size < 1 || size > PAGE_MAX) return refusal(400);
  return ofLine(params, account, entriesOf(account).toReversed().slice(0, size));
}

export function countOutbox(params: Params, account: Account): Reply {
  const period = periodOf(params, account.now(), { daysLong: 1, daysBack: 60 });
  if (period.kind === "refused") return refusal(period.code);
  const { from, to } = period.value;
  const wanted = Number(params["status"] || 0);
  const counted = within(account, period.value).filter((entry) => wanted === 0 || entry.status === wanted);
  return success([
    {
      startdate: seconds(from),
      enddate: seconds(to),
      sumpart: counted.reduce((sum, { cost }) => sum + Math.round(cost / account.costRial), 0),
      sumcount: counted.length,
      cost: counted.reduce((sum, { cost }) => sum + cost, 0),
    },
  ]);
}

/** Only a scheduled message can be canceled; the others keep their state. */
export function cancel({ messageid }: Params, account: Account): Reply {
  const ids = listOf(messageid);
  if (ids.length === 0) return refusal(406);
  if (ids.length > IDS_MAX) return refusal(414);
  return success(
    ids.map((id) => ({ messageid: Number(id), ...stateOf(account.outbox.cancel(id)?.status ?? 100) })),
  );
}

function ofLine({ sender = "" }: Params, account: Account, entries: readonly Entry[]): Reply {
  const line = plainLine(sender);
  if (line !== "" && !account.senders.includes(line)) return refusal(412);
  return success(entries.filter((entry) => line === "" || entry.sender === line));
}

function entriesOf({ outbox }: Account): readonly Entry[] {
  return outbox.all().map(({ entry }) => entry);
}

function within(account: Account, { from, to }: { from: number; to: number }): readonly Entry[] {
  return entriesOf(account).filter(({ date }) => date * 1000 >= from - 999 && date * 1000 <= to);
}

/** 100 means that the id is unknown, or forgotten. */
function stateWithin(
  sent: Sent | undefined,
  ms: number,
  account: Account,
): Pick<Entry, "status" | "statustext"> {
  const isKept = sent !== undefined && account.now() - sent.entry.date * 1000 <= ms;
  return stateOf(isKept ? sent.entry.status : 100);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
