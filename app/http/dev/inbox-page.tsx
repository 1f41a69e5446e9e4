/** @jsxImportSource preact */
/** The page of the development inbox, as the server writes it. Its script takes it over. */
import { join } from "node:path";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { pageReply } from "../pages/document.tsx";
import type { RequestContext } from "../request/context.ts";
import { languageOfPage } from "../pages/page-language.ts";
import { InboxView } from "./inbox/inbox-view.tsx";
import { NOTHING_CHOSEN } from "./inbox/view.ts";
import type { InboxData } from "./inbox-data.ts";
import { INBOX_TEXTS } from "./inbox/texts.ts";
import type { InboxPageData } from "./inbox/page-data.ts";

const FILES = {
  styles: [join(import.meta.dir, "inbox/inbox.css")],
  script: join(import.meta.dir, "browser/inbox.tsx"),
} as const;

export async function inboxPage(
  context: RequestContext,
  service: Service,
  assets: Assets,
  inbox: InboxData,
): Promise<Response> {
  const language = languageOfPage(context);
  const { origin, searchParams } = new URL(context.request.url);
  const to = searchParams.get("to");
  const data: InboxPageData = {
    language,
    inbox,
    needsKey: service.callers.withoutKey === null,
    exampleNumber: [...service.apps.values()][0]?.exampleNumber?.national ?? "",
    testNumbers: testNumbersOf(service),
    to,
    origin,
    now: service.now(),
  };
  return pageReply({
    language,
    title: INBOX_TEXTS.title[language],
    assets: await assets.of(FILES),
    data,
    children: <InboxView page={data} inbox={inbox} now={data.now} chosen={{ ...NOTHING_CHOSEN, to }} />,
  });
}

function testNumbersOf({ apps }: Service): InboxPageData["testNumbers"] {
  const all = [...apps.values()].flatMap(({ testNumbers }) => Object.entries(testNumbers));
  return all.map(([to, { behavior, code }]) => ({ to, behavior, code }));
}
