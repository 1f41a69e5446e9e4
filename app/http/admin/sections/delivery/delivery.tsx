/** @jsxImportSource preact */
/** Delivery: how many messages were sent, delivered and answered by an approval, by provider, operator and hour. */
import { join } from "node:path";
import { FUNNEL_HOURS } from "../../../../../domain/routing/funnel.ts";
import type { Language, Text } from "../../../../language/language.ts";
import { queryOf } from "../../operations.ts";
import { consolePage } from "../../page.tsx";
import type { Section } from "../../section.ts";
import type { AdminVisit } from "../../visit.ts";
import { byHour, byRoute, choicesIn, type Filter, filtered, totalOf } from "./funnel.ts";
import { HourTable, RouteTable, Steps } from "./tables.tsx";
import { DELIVERY } from "./texts.ts";

const NAME = "delivery";
const HOME = `/admin/${NAME}`;
const TITLE: Text = { en: "Delivery", fa: "تحویل" };
const FILES = {
  styles: [
    join(import.meta.dir, "../../operate.css"),
    Bun.resolveSync("uplot/dist/uPlot.min.css", import.meta.dir),
    join(import.meta.dir, "delivery.css"),
  ],
  script: join(import.meta.dir, "../../browser/delivery.ts"),
};

export const delivery: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [{ method: "get", path: "", serve: show }],
};

async function show(visit: AdminVisit): Promise<Response> {
  const { language, service } = visit;
  const all = await service.funnel(FUNNEL_HOURS);
  const choices = choicesIn(all);
  const filter = filterIn(queryOf(visit), choices);
  const cells = filtered(all, filter);
  const hours = byHour(cells, FUNNEL_HOURS, service.now());
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <h1>{TITLE[language]}</h1>
        <p class="muted">{DELIVERY.intro[language]}</p>
        <FilterForm language={language} choices={choices} filter={filter} />
        {cells.length === 0 ? (
          <p class="empty panel">{DELIVERY.empty[language]}</p>
        ) : (
          <>
            <Steps total={totalOf(cells)} language={language} />
            <section class="panel stack" aria-labelledby="chart-title">
              <h2 id="chart-title">{DELIVERY.by_hour[language]}</h2>
              <div id="chart" class="chart" dir="ltr" aria-hidden="true" hidden />
              <HourTable hours={hours} language={language} />
            </section>
            <section class="panel stack" aria-labelledby="routes-title">
              <h2 id="routes-title">{DELIVERY.by_route[language]}</h2>
              <RouteTable rows={byRoute(cells)} language={language} />
            </section>
          </>
        )}
      </>
    ),
  });
}

/** What is chosen; what is not there chooses nothing. */
function filterIn(query: URLSearchParams, choices: ReturnType<typeof choicesIn>): Filter {
  const chosen = (key: keyof Filter) => choices[key].find((one) => one === query.get(key)) ?? null;
  return { provider: chosen("provider"), operator: chosen("operator") };
}

function FilterForm({
  language,
  choices,
  filter,
}: {
  readonly language: Language;
  readonly choices: ReturnType<typeof choicesIn>;
  readonly filter: Filter;
}) {
  return (
    <form class="row filters" method="get" action={HOME}>
      {(["provider", "operator"] as const).map((key) => (
        <label class="field" key={key}>
          <span>{DELIVERY[key][language]}</span>
          <select name={key}>
            <option value="">{DELIVERY.all[language]}</option>
            {choices[key].map((one) => (
              <option value={one} key={one} selected={one === filter[key]}>
                {one}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit" class="button">
        {DELIVERY.show[language]}
      </button>
    </form>
  );
}
