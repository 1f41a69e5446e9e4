/** What the vendor answers about received texts. Reading an unread one marks it as read. */
import { type Account, refusal, type Reply, success } from "./account.ts";
import { type Params, periodOf, plainLine } from "./fields.ts";
import type { InboxEntry } from "./inbox.ts";

const RECEIVED_MAX = 100;
const PAGE_SIZE = 200;

export function receive(params: Params, account: Account): Reply {
  const chosen = chosenFrom(params, account);
  return typeof chosen === "number" ? refusal(chosen) : shown(chosen.slice(0, RECEIVED_MAX), account);
}

export function inboxPaged(params: Params, account: Account): Reply {
  const chosen = chosenFrom(params, account);
  if (typeof chosen === "number") return refusal(chosen);
  const page = Math.max(1, Number(params["pagenumber"] || 1));
  const metadata = {
    totalcount: chosen.length,
    currentpage: page,
    totalpages: Math.ceil(chosen.length / PAGE_SIZE),
    pagesize: PAGE_SIZE,
  };
  return { ...shown(chosen.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), account), metadata };
}

export function countInbox(params: Params, account: Account): Reply {
  const period = periodOf(params, account.now(), { daysLong: 1, daysBack: 60 });
  if (period.kind === "refused") return refusal(period.code);
  const { from, to } = period.value;
  const { linenumber = "", isread = "" } = params;
  const counted = account.inbox
    .all()
    .filter(({ date }) => date * 1000 >= from - 999 && date * 1000 <= to)
    .filter(({ receptor }) => linenumber === "" || receptor === plainLine(linenumber))
    .filter(({ isRead }) => isread === "" || isRead === (isread === "1"));
  return success([
    { startdate: Math.floor(from / 1000), enddate: Math.floor(to / 1000), sumcount: counted.length },
  ]);
}

/** The texts of a line, read or unread; the code of a refusal when the request is incomplete or the line is another account's. */
function chosenFrom(params: Params, { inbox, senders }: Account): readonly InboxEntry[] | number {
  const { linenumber = "", isread = "" } = params;
  if (linenumber === "" || !/^[01]$/.test(isread)) return 406;
  const line = plainLine(linenumber);
  if (!senders.includes(line)) return 412;
  return inbox.all().filter(({ receptor, isRead }) => receptor === line && isRead === (isread === "1"));
}

function shown(entries: readonly InboxEntry[], { inbox }: Account): Reply {
  inbox.markRead(new Set(entries.map(({ messageid }) => messageid)));
  return success(entries.map(({ isRead: _isRead, ...entry }) => entry));
}
