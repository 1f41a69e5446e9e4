/** @jsxImportSource preact */
/** One verification or delivery: what happened and what to do in a sentence, the facts, and the timeline. */
import type { ComponentChildren } from "preact";
import { adviceFor, adviceForDelivery } from "../../../explain/advice.ts";
import { findSent, type FoundSent } from "../../../explain/find-sent.ts";
import { isMasked } from "../../../../domain/recipient/recipient.ts";
import { reasonText } from "../../../service/route-text.ts";
import { StatusBadge } from "../../pages/parts.tsx";
import { STATUS_TONES } from "../../pages/words.ts";
import { type Language, withDigitsOf } from "../../../language/language.ts";
import { consolePage, Time } from "../page.tsx";
import type { AdminVisit } from "../visit.ts";
import { addressOfId, addressOfNumber } from "./address.ts";
import { FIND, searchPage } from "./search.tsx";
import { money, say } from "./texts.ts";
import { Timeline } from "./timeline.tsx";
import { Number, recordUnmasking, Unmask } from "./unmask.tsx";
import { UserLink } from "./user-link.tsx";

/** `GET /admin/find/:id` */
export async function showSent(visit: AdminVisit): Promise<Response> {
  const found = await findIn(visit);
  return found === null ? noSuchId(visit) : sentPage(visit, found, false);
}

/** `POST /admin/find/:id`: the same page, with the number. */
export async function showSentUnmasked(visit: AdminVisit): Promise<Response> {
  const found = await findIn(visit);
  if (found === null) return noSuchId(visit);
  const { recipient, id } = found.view;
  const isKept = !isMasked(recipient);
  if (isKept) await recordUnmasking(visit, recipient, id);
  return sentPage(visit, found, isKept);
}

function findIn({ service, params }: AdminVisit): Promise<FoundSent | null> {
  return findSent(service, params["id"] ?? "");
}

function noSuchId(visit: AdminVisit): Promise<Response> {
  return searchPage(visit, 404, say("no_such_id", visit.language));
}

function sentPage(visit: AdminVisit, found: FoundSent, isShown: boolean): Promise<Response> {
  const { language, service } = visit;
  const { view, app, kind } = found;
  const { recipient } = view;
  return consolePage(visit, {
    section: FIND,
    title: say(kind, language),
    children: (
      <>
        <Lead found={found} language={language} />
        <div class="row head">
          <h1>
            <span class="visually-hidden">{say(kind, language)} </span>
            <Number recipient={recipient} isShown={isShown} />
          </h1>
          <StatusBadge status={view.status} language={language} />
          {!isMasked(recipient) && (
            <a class="push small" href={addressOfNumber(service, recipient)}>
              {say("all_of_number", language)}
            </a>
          )}
        </div>
        <Facts visit={visit} found={found} />
        <Timeline attempts={view.attempts} app={app} language={language} />
        <UserLink visit={visit} subject={{ app: app.name, id: view.id }} />
        <Unmask visit={visit} recipient={recipient} isShown={isShown} action={addressOfId(view.id)} />
      </>
    ),
  });
}

interface FoundProps {
  readonly found: FoundSent;
  readonly language: Language;
}

/** The answer to "why did she get no code?". */
export function Lead({ found, language }: FoundProps) {
  return <p class={`lead ${STATUS_TONES[found.view.status] ?? "rest"}`}>{adviceOf(found, language)}</p>;
}

function adviceOf(found: FoundSent, language: Language): string {
  const advice =
    found.kind === "verification" ? adviceFor(found.view, "below") : adviceForDelivery(found.view, "below");
  return advice[language];
}

/** Why the providers of the first send were not asked in the order of the chain. */
function routeOf(found: FoundSent, language: Language): readonly (readonly [string, ComponentChildren])[] {
  const routed = found.kind === "verification" ? found.view.routed : undefined;
  if (routed?.reasons === undefined) return [];
  const reasons = routed.reasons.map((reason) => reasonText(reason, routed.operator)[language]);
  return [[say("route", language), reasons.join(" · ")]];
}

function Facts({ visit, found }: { readonly visit: AdminVisit; readonly found: FoundSent }) {
  const { language, admin } = visit;
  const { view, app } = found;
  const cost = view.attempts.reduce((sum, { costRial = 0 }) => sum + costRial, 0);
  const { traceUrl } = admin.settings;
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [say("app", language), <bdi>{app.name}</bdi>],
    [say("purpose", language), <bdi>{view.purpose}</bdi>],
    [say("channel", language), <bdi>{view.channel}</bdi>],
    [say("created", language), <Time at={view.createdAt} language={language} />],
    [say("expires", language), <Time at={view.expiresAt} language={language} />],
    ...(found.kind === "verification"
      ? [[say("checks_left", language), withDigitsOf(language, found.view.checksLeft)] as const]
      : [[say("reported", language), found.view.outcome ?? "–"] as const]),
    ...routeOf(found, language),
    ...(cost > 0 ? [[say("cost", language), money(cost, language)] as const] : []),
    [say("id", language), <bdi class="mono wide">{view.id}</bdi>],
    [
      say("trace", language),
      traceUrl === null ? (
        <bdi class="mono wide">{view.traceId}</bdi>
      ) : (
        <a
          class="mono wide"
          dir="ltr"
          href={traceUrl.replaceAll("{trace_id}", view.traceId)}
          rel="noreferrer"
        >
          {view.traceId}
        </a>
      ),
    ],
  ];
  return (
    <dl class="panel facts-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
