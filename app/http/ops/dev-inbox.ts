/** Console mode only: what was sent, as a live page for people and as JSON for tests. Not for pages of other origins. */
import { Elysia } from "elysia";
import type { InboxMessage } from "../../../adapters/providers/_kit/plugin.ts";
import type { Service } from "../../service/service.ts";
import { withRequestContext } from "../request/context.ts";
import { requireSameOrigin } from "../request/own-origin.ts";
import { INBOX_PAGE } from "./inbox-page.ts";

export function devRoutes(inbox: NonNullable<Service["inbox"]>, apps: Service["apps"]) {
  const canonical = (to: string) =>
    [...apps.values()].map((app) => app.canonical(to)).find((number) => number !== null) ?? to;
  return new Elysia()
    .use(withRequestContext)
    .onTransform(({ context }) => requireSameOrigin(context))
    .get(
      "/dev/inbox",
      () => new Response(INBOX_PAGE, { headers: { "content-type": "text/html; charset=utf-8" } }),
    )
    .get("/dev/messages", ({ request }) => {
      const to = new URL(request.url).searchParams.get("to");
      const messages = to === null ? inbox() : inbox(canonical(to));
      return Response.json(messages.map(presentMessage), { headers: { "cache-control": "no-store" } });
    });
}

function presentMessage({ to, code, channel, verificationId, sentAt, expiresAt }: InboxMessage) {
  return {
    to,
    code,
    channel,
    verification_id: verificationId,
    sent_at: new Date(sentAt).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
  };
}
