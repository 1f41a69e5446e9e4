/** @jsxImportSource preact */
/** Health: what every process calls and what rests, how full its accounts are, and what vendors say of them on request. */
import { join } from "node:path";
import { renderToString } from "preact-render-to-string";
import type { Examination } from "../../../../service/operations.ts";
import { eventStream } from "../../../pages/event-stream.ts";
import { filled, type Text } from "../../../../language/language.ts";
import { nothingThere, operationsOf, order, queryOf, untilIn } from "../../operations.ts";
import { askFirst, Done, HoursField } from "../../order-form.tsx";
import { consolePage } from "../../page.tsx";
import { redirect } from "../../sign-in.tsx";
import type { Section } from "../../section.ts";
import { type AdminVisit, sessionOf } from "../../visit.ts";
import { ExaminationPanel } from "./examination-panel.tsx";
import { LivePanels } from "./live-panels.tsx";
import { HEALTH } from "./texts.ts";

const NAME = "health";
const HOME = `/admin/${NAME}`;
const TITLE: Text = { en: "Health", fa: "سلامت" };
const FILES = {
  styles: [join(import.meta.dir, "../../operate.css"), join(import.meta.dir, "health.css")],
  script: join(import.meta.dir, "../../browser/health.ts"),
};
/** How often the page is brought up to date. */
const LIVE_MS = 2_000;

export const health: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [
    { method: "get", path: "", serve: (visit) => show(visit, operationsOf(visit).examined()) },
    { method: "post", path: "/accounts", serve: askVendors },
    { method: "get", path: "/events", serve: follow },
    { method: "get", path: "/rest", serve: askRest },
    { method: "post", path: "/rest", serve: rest },
    { method: "get", path: "/wake", serve: askWake },
    { method: "post", path: "/wake", serve: wake },
  ],
};

/** Answers of the last minute are shown again. They ask no vendor, so they are no act. */
async function askVendors(visit: AdminVisit): Promise<Response> {
  const { service, session } = visit;
  const operations = operationsOf(visit);
  if (operations.examined() === null) await service.audit.record(session.name, { kind: "vendors_asked" });
  return show(visit, await operations.examine());
}

async function show(visit: AdminVisit, examination: Examination | null): Promise<Response> {
  const { language } = visit;
  const query = queryOf(visit);
  const provider = query.get("provider") ?? "";
  const isKnown = labelsOf(visit).includes(provider);
  const done = query.get("done") === "rest" ? HEALTH.rested : HEALTH.woken;
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <h1>{TITLE[language]}</h1>
        <Done text={query.has("done") && isKnown ? filled(done[language], { provider }, language) : null} />
        <div id="live" class="live" data-events={`${HOME}/events?lang=${language}`}>
          {await livePanels(visit)}
        </div>
        <ExaminationPanel visit={visit} examination={examination} action={`${HOME}/accounts`} />
      </>
    ),
  });
}

async function livePanels(visit: AdminVisit) {
  const operations = operationsOf(visit);
  const processes = await operations.processes();
  return <LivePanels processes={processes} language={visit.language} home={HOME} />;
}

/** Sends the panels whenever they change, for as long as the session lasts that opened it. */
async function follow(visit: AdminVisit): Promise<Response> {
  const { service, context } = visit;
  context.keepOpen(0);
  const over = new AbortController();
  const render = async () => ({ html: renderToString(await livePanels(visit)) });
  let shown = "";

  async function look(send: (event: { readonly html: string }) => void): Promise<void> {
    if ((await sessionOf(visit)) === null) return over.abort();
    const event = await render();
    if (event.html === shown) return;
    shown = event.html;
    send(event);
  }

  return eventStream(
    {
      first: render,
      subscribe(send) {
        // While the store does not answer, the page shows what it last knew.
        const timer = setInterval(() => void look(send).catch(() => {}), LIVE_MS);
        return () => clearInterval(timer);
      },
    },
    AbortSignal.any([service.stopping, over.signal]),
  );
}

function labelsOf(visit: AdminVisit): readonly string[] {
  return [...new Set(operationsOf(visit).chains.flatMap(({ providers }) => providers))];
}

/** The provider that an address or a form names. Throws 404. */
function providerIn(visit: AdminVisit, name: string | null | undefined): string {
  const found = labelsOf(visit).find((label) => label === name);
  if (found === undefined) throw nothingThere();
  return found;
}

async function askRest(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  const provider = providerIn(visit, queryOf(visit).get("provider"));
  const title = filled(HEALTH.rest_title[language], { provider }, language);
  return askFirst(NAME, {
    visit,
    action: `${HOME}/rest`,
    title,
    explained: [HEALTH.rest_explained[language]],
    warning: await warningOf(visit, provider),
    hidden: { provider },
    submit: HEALTH.rest[language],
    back: HOME,
    children: <HoursField language={language} />,
  });
}

/** Which apps would have no provider left. Their starts would fail as with open breakers. */
async function warningOf(visit: AdminVisit, provider: string): Promise<string | null> {
  const { language } = visit;
  const operations = operationsOf(visit);
  const { providers } = await operations.health();
  const isAway = (label: string) =>
    label === provider || providers.some((one) => one.label === label && one.until !== null);
  const emptied = operations.chains.filter(
    (chain) => chain.providers.includes(provider) && chain.providers.every(isAway),
  );
  if (emptied.length === 0) return null;
  const apps = [...new Set(emptied.flatMap((chain) => chain.apps))].join(", ");
  return filled(HEALTH.rest_empties[language], { apps }, language);
}

async function rest(visit: AdminVisit): Promise<Response> {
  const provider = providerIn(visit, visit.form.get("provider"));
  await order(visit, { kind: "provider_rested", provider, until: untilIn(visit) });
  return backWith("rest", provider);
}

async function askWake(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  const provider = providerIn(visit, queryOf(visit).get("provider"));
  const title = filled(HEALTH.wake_title[language], { provider }, language);
  return askFirst(NAME, {
    visit,
    action: `${HOME}/wake`,
    title,
    explained: [HEALTH.wake_explained[language]],
    hidden: { provider },
    submit: HEALTH.wake[language],
    back: HOME,
  });
}

async function wake(visit: AdminVisit): Promise<Response> {
  const provider = providerIn(visit, visit.form.get("provider"));
  await order(visit, { kind: "provider_woken", provider });
  return backWith("wake", provider);
}

function backWith(done: string, provider: string): Response {
  return redirect(`${HOME}?${new URLSearchParams({ done, provider })}`);
}
