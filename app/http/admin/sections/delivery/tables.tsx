/** @jsxImportSource preact */
/** The funnel as numbers: the whole, by hour, and by provider and operator. */
import { filled, type Language } from "../../../../language/language.ts";
import { numberText, percentText } from "../../numbers.ts";
import { Time } from "../../page.tsx";
import type { Counts, HourRow, Row } from "./funnel.ts";
import { DELIVERY } from "./texts.ts";

interface Shown {
  readonly language: Language;
}

/** Without any receipt, nothing is known of what was delivered. */
function notedIn(counts: Counts): Counts | null {
  return counts.delivered + counts.undelivered === 0 ? null : counts;
}

const NOT_KNOWN = "–";

const COLUMNS = ["sent", "delivered", "approved"] as const;

function shareIn(language: Language, part: number, whole: number): string {
  return whole === 0 ? NOT_KNOWN : percentText(part / whole, language);
}

/** Sent, delivered and approved as three bars. */
export function Steps({ total, language }: Shown & { readonly total: Counts }) {
  return (
    <dl class="panel steps">
      {COLUMNS.map((column) => (
        <div class="stack" key={column}>
          <dt class="small muted">{DELIVERY[column][language]}</dt>
          <dd>
            <strong>
              {column === "delivered" && notedIn(total) === null
                ? NOT_KNOWN
                : numberText(total[column], language)}
            </strong>{" "}
            {column !== "sent" && (column !== "delivered" || notedIn(total) !== null) && (
              <span class="muted">
                {filled(
                  DELIVERY.of_sent[language],
                  { share: shareIn(language, total[column], total.sent) },
                  language,
                )}
              </span>
            )}
            <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect
                width={total.sent === 0 ? 0 : Math.min(100, (100 * total[column]) / total.sent)}
                height="4"
              />
            </svg>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The chart is drawn from its rows. */
export function HourTable({ hours, language }: Shown & { readonly hours: readonly HourRow[] }) {
  return (
    <details>
      <summary class="small">{DELIVERY.as_table[language]}</summary>
      <div class="scroll" role="group" tabIndex={0} aria-label={DELIVERY.by_hour[language]}>
        <table id="hours">
          <thead>
            <tr>
              <th scope="col">{DELIVERY.hour[language]}</th>
              <Heads language={language} />
            </tr>
          </thead>
          <tbody>
            {hours.map((row) => (
              <tr key={row.from} data-from={row.from} data-counts={COLUMNS.map((one) => row[one]).join(" ")}>
                <th scope="row">
                  <Time at={row.from} language={language} />
                </th>
                <Cells counts={row} language={language} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

export function RouteTable({ rows, language }: Shown & { readonly rows: readonly Row[] }) {
  return (
    <div class="scroll" role="group" tabIndex={0} aria-label={DELIVERY.by_route[language]}>
      <table>
        <thead>
          <tr>
            <th scope="col">{DELIVERY.provider[language]}</th>
            <th scope="col">{DELIVERY.operator[language]}</th>
            <Heads language={language} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.provider} ${row.operator}`}>
              <th scope="row">
                <bdi class="mono">{row.provider}</bdi>
              </th>
              <td>
                <bdi>{row.operator}</bdi>
              </td>
              <Cells counts={row} language={language} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heads({ language }: Shown) {
  return (
    <>
      {(["sent", "delivered", "undelivered", "approved"] as const).map((one) => (
        <th scope="col" class="amount" key={one}>
          {DELIVERY[one][language]}
        </th>
      ))}
    </>
  );
}

function Cells({ counts, language }: Shown & { readonly counts: Counts }) {
  const { sent, approved } = counts;
  const noted = notedIn(counts);
  return (
    <>
      <td class="amount">{numberText(sent, language)}</td>
      <td class="amount">
        {noted === null ? NOT_KNOWN : numberText(noted.delivered, language)}{" "}
        <span class="muted">{noted && shareIn(language, noted.delivered, sent)}</span>
      </td>
      <td class="amount">{noted === null ? NOT_KNOWN : numberText(noted.undelivered, language)}</td>
      <td class="amount">
        {numberText(approved, language)} <span class="muted">{shareIn(language, approved, sent)}</span>
      </td>
    </>
  );
}
