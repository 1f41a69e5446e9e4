/** @jsxImportSource preact */
/** Suspicions in words, and the lifts that hold. */
import { type Dimension, isPlace } from "../../../../../domain/rate-limits/rule.ts";
import type { CurrentSuspicion } from "../../../../../domain/use-cases/operators/suspicions.ts";
import { Badge, type Tone } from "../../../pages/parts.tsx";
import { durationText } from "../../../../language/duration.ts";
import { filled, type Language } from "../../../../language/language.ts";
import { FormToken, Time } from "../../page.tsx";
import type { AdminVisit } from "../../visit.ts";
import { GUARD, placeText } from "./texts.ts";

export interface Suspicions {
  readonly suspicions: readonly CurrentSuspicion[];
  readonly language: Language;
  /** The page that asks before it lifts one. */
  readonly action: string;
}

export function SuspicionList({ suspicions, language, action }: Suspicions) {
  if (suspicions.length === 0) return <p class="empty panel">{GUARD.none[language]}</p>;
  return (
    <ul class="panel lines">
      {suspicions.map((one) => (
        <SuspicionLine
          key={`${one.dimension} ${one.standing} ${one.place}`}
          suspicion={one}
          language={language}
          action={action}
        />
      ))}
    </ul>
  );
}

function SuspicionLine({
  suspicion,
  language,
  action,
}: {
  readonly suspicion: CurrentSuspicion;
  readonly language: Language;
  readonly action: string;
}) {
  const { dimension, place, app, standing, since, used, approved, allowed, windowMs } = suspicion;
  const shown = placeText(suspicion, language);
  const window = durationText(windowMs / 1000, language);
  const { text, tone } = doingOf(suspicion);
  const query = new URLSearchParams({ dimension, place });
  return (
    <li>
      <div class="stack suspicion">
        <div class="row">
          <strong>{shown}</strong>
          <Badge tone={tone}>{GUARD[text][language]}</Badge>
          {standing !== "newcomer" && !isPlace(dimension) && (
            <Badge tone="rest">{GUARD.known[language]}</Badge>
          )}
        </div>
        <p class="small">{filled(GUARD.counts[language], { used, approved, allowed, window }, language)}</p>
        <p class="small muted">
          {GUARD.since[language]} <Time at={since} language={language} /> · {GUARD.by[language]}{" "}
          <bdi>{app}</bdi>
        </p>
      </div>
      <a
        class="button"
        href={`${action}?${query}`}
        aria-label={filled(GUARD.lift_of[language], { place: shown }, language)}
      >
        {GUARD.lift[language]}
      </a>
    </li>
  );
}

/** What it does now. */
function doingOf({ dimension, mode, asksChallenge }: CurrentSuspicion): {
  readonly text: "refuses" | "challenges" | "reserves" | "reports";
  readonly tone: Tone;
} {
  if (mode === "monitor") return { text: "reports", tone: "rest" };
  if (!isPlace(dimension)) return { text: "refuses", tone: "bad" };
  return asksChallenge ? { text: "challenges", tone: "warn" } : { text: "reserves", tone: "warn" };
}

export interface Lifted {
  readonly dimension: Dimension;
  readonly place: string;
  readonly until: number;
}

export function LiftedList({
  visit,
  lifted,
  action,
}: {
  readonly visit: AdminVisit;
  readonly lifted: readonly Lifted[];
  readonly action: string;
}) {
  const { language } = visit;
  if (lifted.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="lifted-title">
      <h2 id="lifted-title" class="panel-title">
        {GUARD.lifts[language]}
      </h2>
      <ul class="lines">
        {lifted.map(({ dimension, place, until }) => {
          const shown = placeText({ dimension, place, network: null }, language);
          return (
            <li key={`${dimension} ${place}`}>
              <span class="what">
                <strong>{shown}</strong>
                <span class="small muted">
                  {GUARD.until[language]} <Time at={until} language={language} />
                </span>
              </span>
              <form method="post" action={action}>
                <FormToken visit={visit} />
                <input type="hidden" name="dimension" value={dimension} />
                <input type="hidden" name="place" value={place} />
                <button
                  type="submit"
                  class="button"
                  aria-label={filled(GUARD.end_of[language], { place: shown }, language)}
                >
                  {GUARD.end[language]}
                </button>
              </form>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
