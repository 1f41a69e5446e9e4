/** @jsxImportSource preact */
/** What vendors say of their accounts, when an operator asks. */
import type { Examination } from "../../../../service/operations.ts";
import { Badge, type Tone } from "../../../pages/parts.tsx";
import { FormToken, Time } from "../../page.tsx";
import type { AdminVisit } from "../../visit.ts";
import { HEALTH } from "./texts.ts";

export interface ExaminationShown {
  readonly visit: AdminVisit;
  /** Null before anything was asked. */
  readonly examination: Examination | null;
  readonly action: string;
}

export function ExaminationPanel({ visit, examination, action }: ExaminationShown) {
  const { language } = visit;
  return (
    <section class="panel stack" aria-labelledby="accounts-title">
      <h2 id="accounts-title">{HEALTH.accounts_title[language]}</h2>
      <p class="small muted">{HEALTH.accounts_explained[language]}</p>
      {examination !== null && (
        <>
          <p class="small muted" role="status">
            {HEALTH.asked_at[language]} <Time at={examination.at} language={language} />
          </p>
          <ul class="stack">
            {examination.providers.map(({ provider, findings }) => (
              <li class="stack finding" key={provider}>
                <bdi class="mono">{provider}</bdi>
                {findings === null ? (
                  <p class="small muted">{HEALTH.unexamined[language]}</p>
                ) : (
                  <Findings findings={findings} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <form method="post" action={action}>
        <FormToken visit={visit} />
        <button type="submit" class="button">
          {HEALTH.ask[language]}
        </button>
      </form>
    </section>
  );
}

const TONES: Readonly<Record<"ok" | "warning" | "problem", Tone>> = {
  ok: "good",
  warning: "warn",
  problem: "bad",
};

/** Vendors and their findings speak English. */
function Findings({
  findings,
}: {
  readonly findings: NonNullable<Examination["providers"][number]["findings"]>;
}) {
  return (
    <ul class="stack" lang="en" dir="ltr">
      {findings.map(({ level, subject, detail, remedy }) => (
        <li key={`${subject} ${detail}`}>
          <Badge tone={TONES[level]}>{subject}</Badge> <span class="small">{detail}</span>
          {remedy !== undefined && <p class="small muted">{remedy}</p>}
        </li>
      ))}
    </ul>
  );
}
