/** @jsxImportSource preact */
/** What operators did, newest first, and whether the trail is whole. */
import { type AuditedNumber, knownAct } from "../../../../domain/audit/acts.ts";
import type { ChainState } from "../../../../domain/audit/chain.ts";
import type { ReadEntry } from "../../../../domain/audit/entry.ts";
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
/** As many as can be verified while a person waits. */
const VERIFIED_ENTRIES = 5_000;

export const acts: Section = {
  name: NAME,
  title: TITLE,
  pages: [{ method: "get", path: "", serve: showActs }],
};

async function showActs(visit: AdminVisit): Promise<Response> {
  const { service, context, language } = visit;
  const before = beforeIn(context.request);
  const of = numberIn(service, new URL(context.request.url).searchParams.get("of"));
  const number = of === null ? null : service.audit.numberOf(of);
  const shown: ReadEntry[] = [];
  const chain = await service.audit.verify((entry) => {
    if (entry.seq >= before || !isAbout(entry, number)) return;
    shown.push(entry);
    if (shown.length > PAGE_ENTRIES) shown.shift();
  }, VERIFIED_ENTRIES);
  const oldest = shown[0]?.seq ?? 0;
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <div class="row head">
          <h1>{TITLE[language]}</h1>
          <ChainBadge chain={chain} language={language} />
        </div>
        <p class="muted">
          {number === null
            ? INTRO[language]
            : filled(ABOUT[language], { number: `\u2066${number.masked}\u2069` }, language)}
        </p>
        {shown.length === 0 ? (
          <p class="empty panel">{EMPTY[language]}</p>
        ) : (
          <ol class="panel acts">
            {shown.toReversed().map((entry) => (
              <Act entry={entry} language={language} key={entry.seq} />
            ))}
          </ol>
        )}
        {number !== null && (
          <a class="button" href={`/admin/${NAME}`}>
            {ALL[language]}
          </a>
        )}
        {number === null && oldest > 1 && shown.length === PAGE_ENTRIES && (
          <a class="button" href={`/admin/${NAME}?before=${oldest}`}>
            {OLDER[language]}
          </a>
        )}
      </>
    ),
  });
}

function beforeIn({ url }: Request): number {
  const text = new URL(url).searchParams.get("before") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}

/** Whether the act is about this number; any act where none is asked for. */
function isAbout({ act }: ReadEntry, number: AuditedNumber | null): boolean {
  if (number === null) return true;
  const known = knownAct(act);
  return known !== null && "number" in known && known.number.ref === number.ref;
}

function ChainBadge({ chain, language }: { readonly chain: ChainState; readonly language: Language }) {
  const { last, faults, unprovenFrom } = chain;
  const [fault] = faults;
  if (fault !== undefined)
    return <Badge tone="bad">{filled(BROKEN[language], { seq: fault.seq }, language)}</Badge>;
  if (unprovenFrom !== null)
    return <Badge tone="warn">{filled(UNPROVEN[language], { seq: unprovenFrom }, language)}</Badge>;
  return <Badge tone="good">{filled(WHOLE[language], { count: last.seq }, language)}</Badge>;
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
const OLDER: Text = { en: "Older", fa: "قدیمی‌ترها" };
const WHOLE: Text = { en: "The chain holds: {count} entries", fa: "زنجیره درست است: {count} مورد" };
const BROKEN: Text = { en: "The chain is broken at entry {seq}", fa: "زنجیره در مورد {seq} گسسته است" };
const UNPROVEN: Text = {
  en: "Entries from {seq} on cannot be verified",
  fa: "موارد از {seq} به بعد قابل بررسی نیستند",
};
const DOUBTS: Readonly<Record<"altered" | "secret_gone", Text>> = {
  altered: { en: "altered", fa: "دست‌کاری‌شده" },
  secret_gone: { en: "cannot be verified", fa: "غیرقابل بررسی" },
};
