import type { Language } from "../../language/language.ts";
import type { RequestContext } from "../request/context.ts";

/** The language of a page: `?lang=fa` or `?lang=en`, else the one that the browser asks for. */
export function languageOfPage({ request, language }: RequestContext): Language {
  const asked = new URL(request.url).searchParams.get("lang");
  return asked === "fa" || asked === "en" ? asked : language;
}
