/** @jsxImportSource preact */
/** Spend: what is used of the budgets in the last 24 hours. */
import { join } from "node:path";
import type { BudgetUse } from "../../../../domain/rate-limits/budget-use.ts";
import { Badge, type Tone } from "../../pages/parts.tsx";
import { filled, type Language, type Text } from "../../../language/language.ts";
import { numberText } from "../numbers.ts";
import { operationsOf } from "../operations.ts";
import { consolePage } from "../page.tsx";
import type { Section } from "../section.ts";
import type { AdminVisit } from "../visit.ts";

const NAME = "spend";
const TITLE: Text = { en: "Spend", fa: "هزینه" };
const FILES = { styles: [join(import.meta.dir, "../operate.css")] };

export const spend: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [{ method: "get", path: "", serve: show }],
};

async function show(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  const budgets = await operationsOf(visit).budgets();
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <h1>{TITLE[language]}</h1>
        <p class="muted">{INTRO[language]}</p>
        {budgets.length === 0 ? (
          <p class="empty panel">{EMPTY[language]}</p>
        ) : (
          <ul class="panel">
            {budgets.map((budget) => (
              <Budget budget={budget} language={language} key={`${budget.app} ${budget.unit}`} />
            ))}
          </ul>
        )}
      </>
    ),
  });
}

function Budget({ budget, language }: { readonly budget: BudgetUse; readonly language: Language }) {
  const { app, unit, used, limit, alarmAt, mode } = budget;
  const tone = toneOf(budget);
  const number = (value: number) => numberText(value, language);
  const percent = (value: number) => Math.min(100, (100 * value) / limit);
  const values = { used: number(used), limit: number(limit), alarm: number(alarmAt) };
  return (
    <li class="stack budget">
      <div class="row">
        <strong>{app === null ? SERVICE[language] : <bdi>{app}</bdi>}</strong>
        <span>{UNITS[unit][language]}</span>
        <Badge tone={tone}>{STATES[tone][language]}</Badge>
        {mode === "monitor" && <Badge tone="rest">{MONITOR[language]}</Badge>}
      </div>
      <svg class={`meter ${tone}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width={percent(used)} height="4" />
        <line x1={percent(alarmAt)} x2={percent(alarmAt)} y1="0" y2="4" />
      </svg>
      <p class="small">{filled(USED[language], values, language)}</p>
    </li>
  );
}

function toneOf({ used, limit, alarmAt }: BudgetUse): Extract<Tone, "good" | "warn" | "bad"> {
  if (used >= limit) return "bad";
  return used >= alarmAt ? "warn" : "good";
}

const INTRO: Text = {
  en: "Used in the last 24 hours, as the limits count it. A message whose price is not known yet counts at the highest price.",
  fa: "مصرف ۲۴ ساعت گذشته، همان‌گونه که محدودیت‌ها می‌شمارند. پیامی که هزینهٔ آن هنوز معلوم نیست با بیشترین هزینه حساب می‌شود.",
};
const EMPTY: Text = {
  en: "No budget is configured. Set messages_per_day or rial_per_day.",
  fa: "هیچ بودجه‌ای تعیین نشده است. messages_per_day یا rial_per_day را تنظیم کنید.",
};
const SERVICE: Text = { en: "Whole service", fa: "کل سرویس" };
const UNITS: Readonly<Record<BudgetUse["unit"], Text>> = {
  message: { en: "messages a day", fa: "پیام در روز" },
  rial: { en: "Rial a day", fa: "ریال در روز" },
};
const STATES: Readonly<Record<"good" | "warn" | "bad", Text>> = {
  good: { en: "Within its limit", fa: "در محدوده" },
  warn: { en: "Above the alarm", fa: "بالاتر از حد هشدار" },
  bad: { en: "Used up", fa: "تمام شده" },
};
const MONITOR: Text = { en: "Only reported", fa: "فقط گزارش می‌شود" };
const USED: Text = {
  en: "{used} of {limit} used. The alarm is at {alarm}.",
  fa: "{used} از {limit} مصرف شده است. هشدار از {alarm} آغاز می‌شود.",
};
