/** @jsxImportSource preact */
/** The search, by number or by id. Its form is posted, so that no number stands in an address. */
import type { Service } from "../../../service/service.ts";
import { isSid } from "../../../service/sids.ts";
import { consolePage, FormToken } from "../page.tsx";
import { redirect } from "../sign-in.tsx";
import type { AdminVisit } from "../visit.ts";
import { addressOfId, addressOfNumber } from "./address.ts";
import { say } from "./texts.ts";

export const FIND = "find";

const LONGEST = 64;
const ID = /^(ver|dlv)_[\w-]+$/;

export function showSearch(visit: AdminVisit): Promise<Response> {
  return searchPage(visit, 200);
}

/** Leads to what is looked for. */
export async function search(visit: AdminVisit): Promise<Response> {
  const { service, form } = visit;
  const typed = (form.get("q") ?? "").trim().slice(0, LONGEST);
  if (ID.test(typed) || isSid(typed)) return redirect(addressOfId(typed));
  const isNumber = [...service.apps.values()].map(({ name, otp }) => otp.list({ app: name, to: typed }));
  const found = (await Promise.all(isNumber)).find(({ kind }) => kind !== "recipient_invalid");
  if (found === undefined || found.kind === "recipient_invalid")
    return searchPage(visit, 422, notANumber(visit));
  return redirect(addressOfNumber(service, found.recipient));
}

function notANumber({ service, language }: AdminVisit): string {
  return say("not_a_number", language, { example: exampleOf(service) });
}

/** The form alone, with what is wrong with what was typed. */
export function searchPage(visit: AdminVisit, status: number, problem?: string): Promise<Response> {
  const { language } = visit;
  return consolePage(visit, {
    section: FIND,
    title: say("title", language),
    status,
    children: (
      <>
        <h1>{say("title", language)}</h1>
        {problem !== undefined && (
          <p class="notice" id="said" role="alert">
            {problem}
          </p>
        )}
        <Search visit={visit} isFaulty={problem !== undefined} isFirst />
        <p class="muted small">{say("intro", language)}</p>
      </>
    ),
  });
}

interface SearchProps {
  readonly visit: AdminVisit;
  readonly isFaulty?: boolean;
  /** It is what the page is for. */
  readonly isFirst?: boolean;
}

export function Search({ visit, isFaulty = false, isFirst = false }: SearchProps) {
  const { language, service } = visit;
  return (
    <form class="panel stack search" method="post" action="/admin/find" role="search">
      <FormToken visit={visit} />
      <label class="field">
        <span>{say("search", language)}</span>
        <input
          name="q"
          type="search"
          dir="ltr"
          autocomplete="off"
          maxLength={LONGEST}
          placeholder={exampleOf(service)}
          required
          autofocus={isFirst}
          aria-describedby={isFaulty ? "said" : "search-hint"}
          aria-invalid={isFaulty ? true : undefined}
        />
      </label>
      <button type="submit" class="button main">
        {say("go", language)}
      </button>
      <p class="small muted" id="search-hint">
        {say("search_hint", language)}
      </p>
    </form>
  );
}

function exampleOf({ apps }: Pick<Service, "apps">): string {
  return [...apps.values()][0]?.exampleNumber?.national ?? "";
}
