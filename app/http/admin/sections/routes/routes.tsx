/** @jsxImportSource preact */
/** Routes: what came back of each provider at an operator, between which bounds its share lies, and the order that follows. */
import { join } from "node:path";
import type { RouteRow } from "../../../../../domain/routing/read-routes.ts";
import type { RouteView } from "../../../../service/service.ts";
import { reasonText } from "../../../../service/route-text.ts";
import { filled, type Language, type Text, withDigitsOf } from "../../../../language/language.ts";
import { numberText, percentText, rangeText } from "../../numbers.ts";
import { consolePage } from "../../page.tsx";
import type { Section } from "../../section.ts";
import type { AdminVisit } from "../../visit.ts";
import { ROUTES } from "./texts.ts";

const NAME = "routes";
const TITLE: Text = { en: "Routes", fa: "مسیرها" };
const STYLES = [join(import.meta.dir, "../../operate.css"), join(import.meta.dir, "routes.css")];

const COLUMNS = ["place", "provider", "day", "hour", "share", "bounds", "health"] as const;

export const routes: Section = {
  name: NAME,
  title: TITLE,
  files: { styles: STYLES },
  pages: [{ method: "get", path: "", serve: show }],
};

async function show(visit: AdminVisit): Promise<Response> {
  const { language, service } = visit;
  const all = await service.routes({});
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <h1>{TITLE[language]}</h1>
        <p class="muted">{ROUTES.intro[language]}</p>
        {all.length === 0 && <p class="empty panel">{ROUTES.empty[language]}</p>}
        {all.map((route, index) => (
          <Route route={route} language={language} id={`route-${index + 1}`} key={index} />
        ))}
      </>
    ),
  });
}

interface Shown {
  readonly language: Language;
}

/** `id` differs also where an app has several chains of the same channel. */
function Route({ route, language, id }: Shown & { readonly route: RouteView; readonly id: string }) {
  const { app, operator, channel, mode, prefer, rows, reasons } = route;
  const columns = prefer === "cheapest" ? [...COLUMNS, "rial" as const] : COLUMNS;
  return (
    <section class="panel stack" aria-labelledby={id}>
      <h2 id={id} class="panel-title">
        <bdi>{operator}</bdi>{" "}
        <span class="muted small">
          <bdi class="mono">
            {app} · {channel}
          </bdi>{" "}
          · {ROUTES[mode][language]}
        </span>
      </h2>
      <div class="scroll" role="group" tabIndex={0} aria-labelledby={id}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {ROUTES[column][language]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              .toSorted((a, b) => a.place - b.place)
              .map((row) => (
                <Row row={row} language={language} isPriced={prefer === "cheapest"} key={row.provider} />
              ))}
          </tbody>
        </table>
      </div>
      <ul class="lines">
        {reasons.length === 0 && <li class="muted">{ROUTES.configured[language]}</li>}
        {reasons.map((reason) => (
          <li key={`${reason.why} ${reason.provider}`}>{reasonText(reason, operator)[language]}</li>
        ))}
      </ul>
    </section>
  );
}

function Row({ row, language, isPriced }: Shown & { readonly row: RouteRow; readonly isPriced: boolean }) {
  const { provider, place, day, hour, share, health, rial } = row;
  const shown = (value: string | number) => withDigitsOf(language, value);
  return (
    <tr>
      <td>{shown(place)}</td>
      <th scope="row">
        <bdi class="mono">{provider}</bdi>
      </th>
      <td class="counts">{filled(ROUTES.of[language], { ...day }, language)}</td>
      <td class="counts">{filled(ROUTES.of[language], { ...hour }, language)}</td>
      <td>{percentText(share, language)}</td>
      <td>
        <Range row={row} language={language} />
      </td>
      <td>{ROUTES[health][language]}</td>
      {isPriced && (
        <td>{rial === null ? ROUTES.unknown[language] : numberText(Math.round(rial), language)}</td>
      )}
    </tr>
  );
}

/** The bounds as text, and as a bar on the way from 0 to 100 % with the share as a mark in it. */
function Range({ row: { share, low, high }, language }: Shown & { readonly row: RouteRow }) {
  const from = 100 * Math.max(0, low);
  const to = 100 * Math.min(1, high);
  return (
    <div class="bounds">
      <svg class="range" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="way" y="3" width="100" height="2" />
        <rect class="between" x={from} y="2" width={Math.max(0, to - from)} height="4" />
        <rect class="at" x={Math.max(0, 100 * share - 1)} y="0" width="2" height="8" />
      </svg>
      <span>{rangeText(from / 100, to / 100, language)}</span>
    </div>
  );
}
