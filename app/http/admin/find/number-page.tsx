/** @jsxImportSource preact */
/** A number: the newest of what is remembered in a sentence, all of it across apps, and how near its limits it is. */
import type { ListVerdict, NumberLimits, Used } from "../../../../domain/verdicts.ts";
import type { FoundSent } from "../../../explain/find-sent.ts";
import type { App } from "../../../service/calling-app.ts";
import { StatusBadge } from "../../pages/parts.tsx";
import { durationText } from "../../../language/duration.ts";
import type { Language } from "../../../language/language.ts";
import { wholeSeconds } from "../../problems/problem.ts";
import { consolePage, Time } from "../page.tsx";
import type { AdminVisit } from "../visit.ts";
import { addressOfActs, addressOfId, addressOfNumber, addressOfUnblock, numberIn } from "./address.ts";
import { FIND, Search, searchPage } from "./search.tsx";
import { Lead } from "./sent-page.tsx";
import { say } from "./texts.ts";
import { Timeline } from "./timeline.tsx";
import { Number, recordUnmasking, Unmask } from "./unmask.tsx";

/** `GET /admin/find/number?of=…` */
export function showNumber(visit: AdminVisit): Promise<Response> {
  return numberPage(visit, false);
}

/** `POST /admin/find/number?of=…`: the same page, with the number. */
export function showNumberUnmasked(visit: AdminVisit): Promise<Response> {
  return numberPage(visit, true);
}

interface InApp {
  readonly app: App;
  readonly verdict: Exclude<ListVerdict, { kind: "recipient_invalid" }>;
}

async function numberPage(visit: AdminVisit, isShown: boolean): Promise<Response> {
  const { language, service, context } = visit;
  const number = numberIn(service, new URL(context.request.url).searchParams.get("of"));
  const all = number === null ? [] : await listIn(visit, number);
  const [first] = all;
  if (first === undefined) return searchPage(visit, 404);
  const { recipient } = first.verdict;
  if (isShown) await recordUnmasking(visit, recipient);
  const sent = all.flatMap(sentOf).sort((a, b) => b.view.createdAt - a.view.createdAt);
  const [newest] = sent;
  return consolePage(visit, {
    section: FIND,
    title: say("number", language),
    children: (
      <>
        {newest === undefined ? (
          <p class="lead rest">{say("nothing_remembered", language)}</p>
        ) : (
          <Lead found={newest} language={language} />
        )}
        <div class="row head">
          <h1>
            <span class="visually-hidden">{say("number", language)} </span>
            <Number recipient={recipient} isShown={isShown} />
          </h1>
          <a class="push small" href={addressOfActs(service, recipient)}>
            {say("acts_of_number", language)}
          </a>
        </div>
        {newest !== undefined && (
          <Timeline attempts={newest.view.attempts} app={newest.app} language={language} />
        )}
        {sent.length > 0 && <History sent={sent} language={language} />}
        {all.map(({ app, verdict }) =>
          verdict.kind === "found" ? (
            <Limits key={app.name} {...{ app, recipient, visit }} limits={verdict.limits} />
          ) : null,
        )}
        <Unmask visit={visit} {...{ recipient, isShown }} action={addressOfNumber(service, recipient)} />
        <Search visit={visit} />
      </>
    ),
  });
}

async function listIn({ service }: AdminVisit, to: string): Promise<readonly InApp[]> {
  const apps = [...service.apps.values()];
  const listed = await Promise.all(
    apps.map(async (app) => ({ app, verdict: await app.otp.list({ app: app.name, to }) })),
  );
  return listed.flatMap(({ app, verdict }) =>
    verdict.kind === "recipient_invalid" ? [] : [{ app, verdict }],
  );
}

function sentOf({ app, verdict }: InApp): readonly FoundSent[] {
  if (verdict.kind === "not_found") return [];
  return [
    ...verdict.verifications.map((view) => ({ kind: "verification", app, view }) as const),
    ...verdict.deliveries.map((view) => ({ kind: "delivery", app, view }) as const),
  ];
}

interface SentProps {
  readonly sent: readonly FoundSent[];
  readonly language: Language;
}

function History({ sent, language }: SentProps) {
  return (
    <section class="panel history" aria-labelledby="history">
      <h2 id="history">{say("history", language)}</h2>
      <ol>
        {sent.map((found) => {
          const { view, app, kind } = found;
          return (
            <li key={view.id}>
              <p class="row">
                <a href={addressOfId(view.id)}>
                  {say(kind, language)} · <Time at={view.createdAt} language={language} />
                </a>
                <StatusBadge status={view.status} language={language} />
                <span class="small muted push">
                  <bdi>{app.name}</bdi> · <bdi>{view.purpose}</bdi>
                </span>
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface LimitsProps {
  readonly app: App;
  readonly limits: NumberLimits;
  readonly recipient: string;
  readonly visit: AdminVisit;
}

function Limits({ app, limits, recipient, visit }: LimitsProps) {
  const { language, service } = visit;
  const { nextSend } = limits;
  const used = ({ used: count, limit }: Used) => say("of", language, { used: count, limit });
  const sentence =
    nextSend.kind === "allowed"
      ? say("may_send", language)
      : say(nextSend.kind, language, {
          wait: durationText(wholeSeconds(nextSend.until - service.now()), language),
        });
  return (
    <section class="panel stack">
      <h2>
        {say("limits", language)} · <bdi>{app.name}</bdi>
      </h2>
      <p>{sentence}</p>
      {nextSend.kind !== "allowed" && (
        <div class="row">
          <a class="button" href={addressOfUnblock(service, app.name, recipient)}>
            {say("unblock", language)}
          </a>
        </div>
      )}
      <dl class="facts-list">
        {(
          [
            ["sends_hour", limits.sendsInHour],
            ["sends_day", limits.sendsInDay],
            ["guesses_day", limits.guessesInDay],
          ] as const
        ).map(([name, counts]) => (
          <div key={name}>
            <dt>{say(name, language)}</dt>
            <dd>{used(counts)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
