/** @jsxImportSource preact */
/** Guard: what is suspicious now and why, and lifting a suspicion for some hours. */
import { join } from "node:path";
import { type Orders, liftedUntil } from "../../../../../domain/orders/orders.ts";
import { type Dimension, DIMENSIONS } from "../../../../../domain/rate-limits/rule.ts";
import type { CurrentSuspicion } from "../../../../../domain/use-cases/operators/suspicions.ts";
import { filled, type Text } from "../../../../language/language.ts";
import { nothingThere, operationsOf, order, queryOf, untilIn } from "../../operations.ts";
import { askFirst, Done, HoursField } from "../../order-form.tsx";
import { consolePage } from "../../page.tsx";
import type { Section } from "../../section.ts";
import { redirect } from "../../sign-in.tsx";
import type { AdminVisit } from "../../visit.ts";
import { GUARD, placeText } from "./texts.ts";
import { type Lifted, LiftedList, SuspicionList } from "./suspicion-list.tsx";

const NAME = "guard";
const HOME = `/admin/${NAME}`;
const TITLE: Text = { en: "Guard", fa: "نگهبان" };
const FILES = { styles: [join(import.meta.dir, "../../operate.css")] };

export const guard: Section = {
  name: NAME,
  title: TITLE,
  files: FILES,
  pages: [
    { method: "get", path: "", serve: show },
    { method: "get", path: "/lift", serve: askLift },
    { method: "post", path: "/lift", serve: lift },
    { method: "post", path: "/end", serve: endLift },
  ],
};

async function show(visit: AdminVisit): Promise<Response> {
  const { language, service } = visit;
  const operations = operationsOf(visit);
  const suspicions = await operations.suspicions();
  const now = service.now();
  const lifted = liftedIn(operations.orders(), now);
  const done = queryOf(visit).get("done");
  const isLifted = ({ dimension, place }: CurrentSuspicion) =>
    lifted.some((one) => one.dimension === dimension && one.place === place);
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <>
        <h1>{TITLE[language]}</h1>
        <p class="muted">{GUARD.intro[language]}</p>
        <Done
          text={done === "lift" ? GUARD.lifted[language] : done === "end" ? GUARD.ended[language] : null}
        />
        <SuspicionList
          suspicions={suspicions.filter((one) => !isLifted(one))}
          language={language}
          action={`${HOME}/lift`}
        />
        <LiftedList visit={visit} lifted={lifted} action={`${HOME}/end`} />
      </>
    ),
  });
}

/** The lifts that hold. */
function liftedIn(orders: Orders, now: number): readonly Lifted[] {
  return [...orders.lifts.keys()].flatMap((key) => {
    const [word = "", ...rest] = key.split(" ");
    const dimension = dimensionNamed(word);
    const place = rest.join(" ");
    const until = dimension === null ? 0 : liftedUntil(orders, dimension, place, now);
    return dimension === null || until === 0 ? [] : [{ dimension, place, until }];
  });
}

function dimensionNamed(name: string | null | undefined): Dimension | null {
  return DIMENSIONS.find((one) => one === name) ?? null;
}

/** The suspicion that an address or a form names. Throws 404: it may have ended meanwhile. */
async function suspicionIn(
  visit: AdminVisit,
  {
    dimension,
    place,
  }: { readonly dimension: string | null | undefined; readonly place: string | null | undefined },
): Promise<CurrentSuspicion> {
  const all = await operationsOf(visit).suspicions();
  const found = all.find((one) => one.dimension === dimension && one.place === place);
  if (found === undefined) throw nothingThere();
  return found;
}

async function askLift(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  const query = queryOf(visit);
  const asked = { dimension: query.get("dimension"), place: query.get("place") };
  const { dimension, place, network } = await suspicionIn(visit, asked);
  const title = filled(
    GUARD.lift_title[language],
    { place: placeText({ dimension, place, network }, language) },
    language,
  );
  return askFirst(NAME, {
    visit,
    action: `${HOME}/lift`,
    title,
    explained: [GUARD.lift_explained[language]],
    warning: GUARD.lift_warning[language],
    hidden: { dimension, place },
    submit: GUARD.lift[language],
    back: HOME,
    children: <HoursField language={language} />,
  });
}

async function lift(visit: AdminVisit): Promise<Response> {
  const { form } = visit;
  const asked = { dimension: form.get("dimension"), place: form.get("place") };
  const { dimension, place, network } = await suspicionIn(visit, asked);
  const until = untilIn(visit);
  await order(visit, {
    kind: "suspicion_lifted",
    dimension,
    place,
    until,
    ...(network !== null && { network }),
  });
  return redirect(`${HOME}?done=lift`);
}

/** Ends a lift: an order whose time has passed. */
async function endLift(visit: AdminVisit): Promise<Response> {
  const { form, service } = visit;
  const now = service.now();
  const found = liftedIn(operationsOf(visit).orders(), now).find(
    ({ dimension, place }) => dimension === form.get("dimension") && place === form.get("place"),
  );
  if (found === undefined) throw nothingThere();
  const { dimension, place } = found;
  await order(visit, { kind: "suspicion_lifted", dimension, place, until: now });
  return redirect(`${HOME}?done=end`);
}
