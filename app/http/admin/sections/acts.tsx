/** @jsxImportSource preact */
/** What operators did, newest first, and whether the trail is whole. */
import { type AuditedNumber, knownAct } from "../../../../domain/audit/acts.ts";
import type { ReadEntry } from "../../../../domain/audit/entry.ts";
import type { Verified } from "../../../../domain/audit/verify-part.ts";
import { actText } from "../../../audit/act-texts.ts";
import { Badge } from "../../pages/parts.tsx";
import { filled, type Language, type Text, withDigitsOf } from "../../../language/language.ts";
import { numberIn } from "../find/address.ts";
import { consolePage, Time } from "../page.tsx";
import type { Section } from "../section.ts";
import type { AdminVisit } from "../visit.ts";

const NAME = "acts";
const TITLE: Text = { en: "Acts", fa: "فعالیت‌ها" };
const PAGE_ENTRIES = 50;
/** As many as can be verified while a person waits, for each page. */
const VERIFIED_ENTRIES = 5_000;

export const acts: Section = {
  name: NAME,
  title: TITLE,
  pages: [{ method: "get", path: "", serve: showActs }],
};

async function showActs(visit: AdminVisit): Promise<Response> {
  const { service, context, language } = visit;
  const query = new URL(context.request.url).searchParams;
  const before = beforeIn(query);
  const of = query.get("of");
  const recipient = numberIn(service, of);
  const number = recipient === null ? null : service.audit.numberOf(recipient);
  const about: ReadEntry[] = [];
  const chain = await service.audit.verify(
    (entry) => {
      if (!isAbout(entry, number)) return;
      about.push(entry);
      // One more than is shown, so that it is known whether there are more.
      if (about.length > PAGE_ENTRIES + 1) about.shift();
    },
    { before, limit: VERIFIED_ENTRIES },
  );
  const shown = about.slice(-PAGE_ENTRIES);
  const older = olderThan(about, chain);
  const sameNumber = number === null ? {} : { of: of ?? "" };
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <div class="row head">
          <h1>{TITLE[language]}</h1>
          <ChainBadge chain={chain} before={before} language={language} />
        </div>
        <p class="muted">
          {number === null
            ? INTRO[language]
            : filled(ABOUT[language], { number: `\u2066${number.masked}\u2069` }, language)}
        </p>
        {!isWhole(chain, before) && <p class="small muted">{PART[language]}</p>}
        {shown.length === 0 ? (
          <p class="empty panel">{(older === null ? EMPTY : NONE_HERE)[language]}</p>
        ) : (
          <ol class="panel acts">
            {shown.toReversed().map((entry) => (
              <Act entry={entry} language={language} key={entry.seq} />
            ))}
          </ol>
        )}
        <div class="row">
          {older !== null && (
            <a class="button" href={addressOf({ ...sameNumber, before: String(older) })}>
              {OLDER[language]}
            </a>
          )}
          {before !== Infinity && (
            <a class="button plain" href={addressOf(sameNumber)}>
              {NEWEST[language]}
            </a>
          )}
          {number !== null && (
            <a class="button plain" href={`/admin/${NAME}`}>
              {ALL[language]}
            </a>
          )}
        </div>
      </>
    ),
  });
}

function addressOf(query: Readonly<Record<string, string>>): string {
  return `/admin/${NAME}?${new URLSearchParams(query)}`;
}

function beforeIn(query: URLSearchParams): number {
  const text = query.get("before") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : Infinity;
}

/** Where the next page ends: at what this one shows last, or, where it had room for more, at what it looked through. Null: there is nothing older. */
export function olderThan(
  about: readonly Pick<ReadEntry, "seq">[],
  { from }: Pick<Verified, "from">,
): number | null {
  const cut = about.length > PAGE_ENTRIES ? about[1]?.seq : undefined;
  return cut ?? (from > 1 ? from : null);
}

/** Whether all entries that there are were verified for this page. */
function isWhole({ from }: Verified, before: number): boolean {
  return from === 1 && before === Infinity;
}

/** Whether the act is about this number; any act where none is asked for. */
function isAbout({ act }: ReadEntry, number: AuditedNumber | null): boolean {
  if (number === null) return true;
  const known = knownAct(act);
  return known !== null && "number" in known && known.number.ref === number.ref;
}

interface ChainShown {
  readonly chain: Verified;
  readonly before: number;
  readonly language: Language;
}

function ChainBadge({ chain, before, language }: ChainShown) {
  const { from, to, faults, unprovenFrom } = chain;
  const [fault] = faults;
  if (fault !== undefined)
    return <Badge tone="bad">{filled(BROKEN[language], { seq: fault.seq }, language)}</Badge>;
  if (unprovenFrom !== null)
    return <Badge tone="warn">{filled(UNPROVEN[language], { seq: unprovenFrom }, language)}</Badge>;
  const text = isWhole(chain, before) ? WHOLE : HOLDS;
  return <Badge tone="good">{filled(text[language], { count: to, from, to }, language)}</Badge>;
}

function Act({ entry, language }: { readonly entry: ReadEntry; readonly language: Language }) {
  const { seq, at, who, proof } = entry;
  return (
    <li>
      <span class="mono muted small">{withDigitsOf(language, seq)}</span>
      <span class="what">
        {who !== "" && (
          <>
            <bdi>
              <strong>{who}</strong>
            </bdi>{" "}
          </>
        )}
        {actText(entry, language)}
        {proof !== "genuine" && (
          <>
            {" "}
            <Badge tone={proof === "altered" ? "bad" : "warn"}>{DOUBTS[proof][language]}</Badge>
          </>
        )}
      </span>
      <span class="small muted">
        <Time at={at} language={language} />
      </span>
    </li>
  );
}

const INTRO: Text = {
  en: "Everything that operators do here is kept for good. A changed or deleted entry shows here and in ramz audit; whether the newest entries are all there, the log says.",
  fa: "همهٔ فعالیت‌های مدیران در این کنسول برای همیشه ثبت می‌شود. تغییر یا حذف هر مورد این‌جا و در خروجی دستور \u2066ramz audit\u2069 دیده می‌شود؛ برای اطمینان از این که آخرین موردها حذف نشده‌اند، لاگ را هم ببینید.",
};
const ABOUT: Text = {
  en: "The newest acts about {number}",
  fa: "آخرین فعالیت‌های مربوط به {number}",
};
const ALL: Text = { en: "All acts", fa: "همهٔ فعالیت‌ها" };
const EMPTY: Text = { en: "Nothing yet", fa: "هنوز فعالیتی ثبت نشده است" };
const NONE_HERE: Text = { en: "None among these entries", fa: "در این بخش موردی نیست" };
const NEWEST: Text = { en: "Newest", fa: "جدیدترین‌ها" };
const OLDER: Text = { en: "Older", fa: "قدیمی‌ترها" };
const WHOLE: Text = { en: "The chain holds: {count} entries", fa: "زنجیره درست است: {count} مورد" };
const HOLDS: Text = {
  en: "The chain holds from entry {from} to {to}",
  fa: "زنجیره از مورد {from} تا {to} درست است",
};
const PART: Text = {
  en: "Other entries were not verified for this page. ramz audit verifies all of them.",
  fa: "موارد دیگر برای این صفحه بررسی نشده‌اند. دستور \u2066ramz audit\u2069 همه را بررسی می‌کند.",
};
const BROKEN: Text = { en: "The chain is broken at entry {seq}", fa: "زنجیره در مورد {seq} گسسته است" };
const UNPROVEN: Text = {
  en: "Entries from {seq} on cannot be verified",
  fa: "موارد از {seq} به بعد قابل بررسی نیستند",
};
const DOUBTS: Readonly<Record<"altered" | "secret_gone", Text>> = {
  altered: { en: "altered", fa: "دست‌کاری‌شده" },
  secret_gone: { en: "cannot be verified", fa: "غیرقابل بررسی" },
};
