/** Console mode only: what was sent, as a live page for people and as JSON for tests. Not for pages of other origins. */
import { Elysia } from "elysia";
import type { Inbox } from "../../../adapters/providers/_kit/dev-inbox.ts";
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { withRequestContext } from "../request/context.ts";
import { requireSameOrigin } from "../request/own-origin.ts";
import { eventStream } from "../pages/event-stream.ts";
import type { InboxEvent } from "./inbox-data.ts";
import { inboxPage } from "./inbox-page.tsx";
import { createLiveInbox } from "./live-inbox.ts";
import { answerMessages } from "./messages.ts";
import { createReadState } from "./shown-state.ts";

const INBOX_PATH = "/dev/inbox";

export function devRoutes(service: Service, inbox: Inbox, assets: Assets) {
  const live = createLiveInbox(inbox, createReadState(service));
  const toInbox = () => new Response(null, { status: 302, headers: { location: INBOX_PATH } });
  return new Elysia()
    .use(withRequestContext)
    .onTransform(({ context }) => requireSameOrigin(context))
    .get("/", toInbox, { detail: { hide: true } })
    .get("/dev", toInbox, { detail: { hide: true } })
    .get(INBOX_PATH, async ({ context }) => inboxPage(context, service, assets, (await live.snapshot()).data))
    .get(
      "/dev/events",
      ({ context }) => {
        context.keepOpen(0);
        return eventStream<InboxEvent>({ first: live.snapshot, subscribe: live.subscribe }, service.stopping);
      },
      { detail: { hide: true } },
    )
    .get("/dev/messages", ({ context }) => answerMessages(context, service, inbox))
    .delete("/dev/messages", () => {
      inbox.clear();
      return new Response(null, { status: 204 });
    });
}
