/** @jsxImportSource preact */
/** Finds what is remembered of a number, or one verification or delivery. */
import type { Text } from "../../problems/language.ts";
import { consolePage, FormToken } from "../page.tsx";
import type { Section } from "../section.ts";
import type { AdminVisit } from "../visit.ts";

const NAME = "find";
const TITLE: Text = { en: "Find", fa: "جست‌وجو" };

export const find: Section = {
  name: NAME,
  title: TITLE,
  pages: [{ method: "get", path: "", serve: showForm }],
};

function showForm(visit: AdminVisit): Promise<Response> {
  const { language } = visit;
  return consolePage(visit, {
    section: NAME,
    title: TITLE[language],
    children: (
      <form class="panel stack" method="post" action="/admin/find">
        <FormToken visit={visit} />
        <h1>{TITLE[language]}</h1>
      </form>
    ),
  });
}
