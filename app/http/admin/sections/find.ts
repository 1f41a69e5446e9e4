/** Finds what is remembered of a number, or one verification or delivery, and says why a code did not arrive. */
import { showNumber, showNumberUnmasked } from "../find/number-page.tsx";
import { FIND, search, showSearch } from "../find/search.tsx";
import { showSent, showSentUnmasked } from "../find/sent-page.tsx";
import type { Section } from "../section.ts";

export const find: Section = {
  name: FIND,
  title: { en: "Find", fa: "جست‌وجو" },
  pages: [
    { method: "get", path: "", serve: showSearch },
    { method: "post", path: "", serve: search },
    { method: "get", path: "/number", serve: showNumber },
    { method: "post", path: "/number", serve: showNumberUnmasked },
    { method: "get", path: "/:id", serve: showSent },
    { method: "post", path: "/:id", serve: showSentUnmasked },
  ],
};
