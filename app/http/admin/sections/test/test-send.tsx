/** @jsxImportSource preact */
/** Sends a real message to test a chain: through one provider, or as a start of the app would. It asks before it spends. */
import { join } from "node:path";
import { SECOND_MS } from "../../../../../domain/time.ts";
import type { App } from "../../../../service/calling-app.ts";
import { filled, type Text } from "../../../../language/language.ts";
import { ProblemError } from "../../../problems/problem.ts";
import { nothingThere, operationsOf } from "../../operations.ts";
import { askFirst } from "../../order-form.tsx";
import { consolePage, FormToken } from "../../page.tsx";
import type { Section } from "../../section.ts";
import type { AdminVisit } from "../../visit.ts";
import { readResult } from "./kept-result.ts";
import { ResultPanel } from "./result.tsx";
import { TEST } from "./texts.ts";

const NAME = "test";
const HOME = `/admin/${NAME}`;
const TITLE: Text = { en: "Test", fa: "آزمایش" };
const FILES = { styles: [join(import.meta.dir, "../../operate.css")] };
/** A form that comes again, e.g. by a reload of the result, waits so long for its first answer. */
const WAIT_MS = 60 * SECOND_MS;

export const testSend: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [
    { method: "get", path: "", serve: (visit) => showForm(visit) },
    { method: "post", path: "", serve: ask },
    { method: "post", path: "/send", serve: send },
  ],
};

/** The chain or provider that a form names, with the app. */
interface Through {
  readonly app: App;
  /** The label of the provider; null for the chain of the app. */
  readonly provider: string | null;
}

/** What may be chosen, by the value of its option. */
function choicesOf(visit: AdminVisit): ReadonlyMap<string, Through> {
  const { apps } = visit.service;
  const { chains } = operationsOf(visit);
  return new Map(
    [...apps.values()].flatMap((app) => {
      const labels = new Set(
        chains.filter((chain) => chain.apps.includes(app.name)).flatMap(({ providers }) => providers),
      );
      return [null, ...labels].map((provider): [string, Through] => [
        provider === null ? app.name : `${app.name} ${provider}`,
        { app, provider },
      ]);
    }),
  );
}

function showForm(
  visit: AdminVisit,
  refused: { readonly through: string; readonly to: string } | null = null,
) {
  const { language, service } = visit;
  const choices = [...choicesOf(visit)];
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    status: refused === null ? 200 : 422,
    children: (
      <form class="panel stack act-form" method="post" action={HOME}>
        <FormToken visit={visit} />
        <h1>{TEST.send_a_test[language]}</h1>
        <p class="muted">{TEST.intro[language]}</p>
        <label class="field">
          <span>{TEST.through[language]}</span>
          <select name="through">
            {[...service.apps.keys()].map((app) => (
              <optgroup label={app} key={app}>
                {choices
                  .filter(([, through]) => through.app.name === app)
                  .map(([value, { provider }]) => (
                    <option value={value} key={value} selected={value === refused?.through}>
                      {provider ?? TEST.whole_chain[language]}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{TEST.number[language]}</span>
          <input
            name="to"
            type="tel"
            dir="ltr"
            autocomplete="off"
            maxLength={40}
            required
            value={refused?.to ?? ""}
            aria-invalid={refused === null ? undefined : true}
            aria-describedby={refused === null ? undefined : "refused"}
          />
        </label>
        {refused !== null && (
          <p class="notice bad" id="refused" role="alert">
            {TEST.not_a_number[language]}
          </p>
        )}
        <button type="submit" class="button main">
          {TEST.next[language]}
        </button>
      </form>
    ),
  });
}

interface Wanted extends Through {
  readonly through: string;
  /** In canonical form. */
  readonly to: string;
}

/** What the form asks for; null when its number is none of the app. */
function wantedIn(visit: AdminVisit): Wanted | null {
  const through = visit.form.get("through") ?? "";
  const choice = choicesOf(visit).get(through);
  if (choice === undefined) throw nothingThere();
  const to = choice.app.canonical(visit.form.get("to") ?? "");
  return to === null ? null : { ...choice, through, to };
}

function refuse(visit: AdminVisit): Promise<Response> {
  return showForm(visit, { through: visit.form.get("through") ?? "", to: visit.form.get("to") ?? "" });
}

async function ask(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  const wanted = wantedIn(visit);
  if (wanted === null) return refuse(visit);
  const { app, provider, through, to } = wanted;
  const by = provider ?? filled(TEST.chain_of[language], { app: app.name }, language);
  return askFirst(
    NAME,
    {
      visit,
      action: `${HOME}/send`,
      title: filled(TEST.asked[language], { to: `\u2066${to}\u2069` }, language),
      explained: [filled(TEST.explained[language], { by: `\u2066${by}\u2069` }, language)],
      warning: TEST.costs[language],
      hidden: { through, to, once: crypto.randomUUID() },
      submit: TEST.send[language],
      back: HOME,
    },
    TEST.send_a_test[language],
  );
}

/** Sends once for each form that was shown: a form that comes again gets the first answer. */
async function send(visit: AdminVisit): Promise<Response> {
  const { service, session, form, language } = visit;
  const wanted = wantedIn(visit);
  if (wanted === null) return refuse(visit);
  const { app, provider, through, to } = wanted;
  const once = form.get("once") ?? "";
  if (once === "") throw nothingThere();
  const request = { app: "", key: `console test ${once}`, content: `${through}\n${to}`, waitMs: WAIT_MS };
  const answer = await service.idempotency.run(request, async () => {
    const number = service.audit.numberOf(to);
    await service.audit.record(session.name, { kind: "test_sent", app: app.name, number, provider });
    const result = await operationsOf(visit).testSend({ app: app.name, provider, to, language });
    if (result === null) throw nothingThere();
    return { text: JSON.stringify(result), mayBeOut: true };
  });
  const result = answer.kind === "answered" ? readResult(answer.text) : null;
  if (result === null) throw new ProblemError("cross_origin_refused");
  return consolePage(visit, {
    section: NAME,
    title: TEST.send_a_test[language],
    children: <ResultPanel result={result} language={language} home={HOME} />,
  });
}
